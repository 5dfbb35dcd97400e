/** What a relay keeps on disk for itself. */
package dev.latticenano.relay.home;
