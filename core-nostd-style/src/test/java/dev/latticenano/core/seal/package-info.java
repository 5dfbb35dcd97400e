/** Tests of sealing. */
package dev.latticenano.core.seal;
