package io.github.heddle;

/**
 * When the groups of {@link FileRing#groups} may start.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="order"}
 */
public enum GroupOrder {

    /**
     * A strict barrier: a group is not even asked of the source before the one before it is complete and delivered, and
     * the next is called for. So a group may depend on what the ones before it have brought.
     */
    BARRIER,

    /**
     * Groups are delivered in order, and later ones are read ahead meanwhile, as many as there are places for: small
     * groups do not leave the ring idle.
     */
    READ_AHEAD
}
