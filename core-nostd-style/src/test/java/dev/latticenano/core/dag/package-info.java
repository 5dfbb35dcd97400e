/** Tests of causal order against a slow model: sets, and recursion over what is cited. */
package dev.latticenano.core.dag;
