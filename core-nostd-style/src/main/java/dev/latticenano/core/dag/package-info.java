/**
 * Verified intentions become causal order: per-author chains with heights, floating intentions that
 * wait for what they cite, the witness order, forks, and the questions one may ask about ancestry.
 * Signed intentions enter, witnessed rows leave; refuses to know what ops mean.
 */
package dev.latticenano.core.dag;
