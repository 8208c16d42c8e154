package io.github.heddle.demo;

import picocli.CommandLine.IVersionProvider;

/** The version that the build recorded in the module's descriptor. */
public final class ModuleVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getModule().getDescriptor().rawVersion().orElse("of unknown version");
        return new String[] {"heddle " + version, "Java " + Runtime.version()};
    }
}
