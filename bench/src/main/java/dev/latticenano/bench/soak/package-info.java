/** What keeps a relay busy, kills it and looks for what it lost: the parts of RelaySoak. */
package dev.latticenano.bench.soak;
