/** Whole commands, in this process. */
package dev.latticenano.relay.cli;
