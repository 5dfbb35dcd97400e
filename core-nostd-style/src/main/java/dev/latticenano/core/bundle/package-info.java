/**
 * What a sync carries, as one sealed file: records in parts, each bound to its place. Rules:
 * docs/bundles.md. Knows nobody's stores; bytes come and go through two small ports.
 */
package dev.latticenano.core.bundle;
