/**
 * Many real nodes on one virtual clock: disks in memory that lose power, clocks that lie, links of
 * any quality, peers that attack. One seed gives one run, to the byte: there is no thread, no real
 * clock and no unseeded number here. Knows nothing of how a scenario is written.
 */
package dev.latticenano.edge.sim;
