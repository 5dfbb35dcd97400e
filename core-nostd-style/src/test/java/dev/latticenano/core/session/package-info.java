/** Conversations of whole nodes over simulated links, disks and clocks. */
package dev.latticenano.core.session;
