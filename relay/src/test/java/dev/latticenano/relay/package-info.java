/** The relay as its operator and its clients meet it. */
package dev.latticenano.relay;
