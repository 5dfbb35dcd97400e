/**
 * Bytes of a link become frames: one peer message each, numbered as in docs/protocol.md. A frame
 * enters whole; the link below has delimited it. Refuses to know what the messages are for.
 */
package dev.latticenano.core.frame;
