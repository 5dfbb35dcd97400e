/**
 * One end of a link, as nodes and relays share it: what makes it private, and behind that the peer;
 * and what of many such ends is to be done now. Frames enter and leave; which stores there are, and
 * what they say, it does not know.
 */
package dev.latticenano.core.link;
