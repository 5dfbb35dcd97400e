/** Tests of reading everything again. */
package dev.latticenano.storage.scrub;
