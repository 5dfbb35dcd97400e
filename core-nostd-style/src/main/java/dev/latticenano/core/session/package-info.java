/**
 * Frames become a conversation with one peer: who is there, which stores both know, what each lacks
 * of them, and the chunks their files need. Frames and the present enter; frames leave. Refuses to
 * know links, clocks and what ops mean.
 */
package dev.latticenano.core.session;
