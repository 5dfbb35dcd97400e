/** Commands that ask a relay beside them. */
package dev.latticenano.relay.control;
