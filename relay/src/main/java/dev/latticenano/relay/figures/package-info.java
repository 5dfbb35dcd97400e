/**
 * What a relay is worth knowing by: immutable figures of one moment, and the texts, rows and plain
 * sentences made of them. What enters is the relay on its own thread; what leaves any thread may
 * read. Never says a whole store id or key to a metrics server, and never an address.
 */
package dev.latticenano.relay.figures;
