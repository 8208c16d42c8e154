package io.github.heddle;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The bean of a ring. Nobody but {@link Management} may name this class: an image may lack what it needs. */
final class RingBean implements FileRingMXBean, Management.Registered {

    private final FileRing ring;
    private final MBeanServer server;
    private final ObjectName name;

    private RingBean(FileRing ring, MBeanServer server, ObjectName name) {
        this.ring = ring;
        this.server = server;
        this.name = name;
    }

    /** @throws JMException if there is a bean of that name already */
    static RingBean register(FileRing ring, String name) throws JMException {
        ObjectName objectName = new ObjectName("io.github.heddle:type=FileRing,name=" + value(name));
        RingBean bean = new RingBean(ring, ManagementFactory.getPlatformMBeanServer(), objectName);
        bean.server.registerMBean(bean, objectName);
        return bean;
    }

    /** What would end a value is quoted; names that need no quotes are easier to type. */
    private static String value(String name) {
        return name.matches("[\\w .-]+") ? name : ObjectName.quote(name);
    }

    @Override
    public void unregister() {
        try {
            server.unregisterMBean(name);
        } catch (JMException | RuntimeException e) {
            Log.LOG.log(Level.DEBUG, "somebody else has taken the bean away", e);
        }
    }

    @Override
    public String getEngine() {
        return ring.backend().kind().toString();
    }

    @Override
    public String getReason() {
        return ring.backend().reason().orElse("");
    }

    @Override
    public String getRemedy() {
        return ring.backend().remedy().orElse("");
    }

    @Override
    public Map<String, String> getDetails() {
        return ring.backend().details();
    }

    @Override
    public Map<String, Boolean> getReapers() {
        return ring.reapers();
    }

    @Override
    public long getCachedReads() {
        return ring.statistics().cachedReads();
    }

    @Override
    public long getRingReads() {
        return ring.statistics().ringReads();
    }

    @Override
    public long getFallbackReads() {
        return ring.statistics().fallbackReads();
    }

    @Override
    public long getBytes() {
        return ring.statistics().bytes();
    }

    @Override
    public int getInFlight() {
        return ring.statistics().inFlight();
    }

    @Override
    public int getWaiting() {
        return ring.statistics().waiting();
    }

    @Override
    public int getQuarantined() {
        return ring.statistics().quarantined();
    }

    @Override
    public long getQueueTimeNanos() {
        return ring.statistics().queueTime().toNanos();
    }

    @Override
    public long getDeviceTimeNanos() {
        return ring.statistics().deviceTime().toNanos();
    }

    @Override
    public int getPoolThreads() {
        return ring.poolThreads();
    }

    @Override
    public List<String> readsUnderWay() {
        return ring.readsUnderWay().stream().map(ReadUnderWay::toString).toList();
    }
}
