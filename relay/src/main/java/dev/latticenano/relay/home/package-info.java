/**
 * A relay's place on disk: who it is, what its operator chose and promised. What enters are words
 * of the operator and bytes of the relay, what leaves are the same after a crash. Refuses to know
 * links, and what a store says.
 */
package dev.latticenano.relay.home;
