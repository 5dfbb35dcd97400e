/** The main job on one machine, over real parts. */
package dev.latticenano.edge.demo;
