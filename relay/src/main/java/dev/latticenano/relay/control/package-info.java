/**
 * How commands ask a relay that serves: one line over a socket in its directory, which only its
 * owner can open, answered with one JSON value. Refuses to know what is asked.
 */
package dev.latticenano.relay.control;
