/** What makes a link private: the handshake, and sealed frames after it. Rules: docs/noise.md. */
package dev.latticenano.core.noise;
