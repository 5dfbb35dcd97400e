/**
 * Intentions in bulk without what their receiver can work out (docs/runs.md). Signed intentions of
 * one store in causal order enter, a run leaves; a run enters, and the same signed intentions
 * leave, byte for byte. Refuses to know what carries a run, who sent it, and whether a signature is
 * right: whoever takes an intention in sees to that.
 */
package dev.latticenano.core.run;
