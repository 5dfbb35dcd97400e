package dev.latticenano.link;

/**
 * What has passed over one link since it came up.
 *
 * @param bytesSent bytes put on the wire, with every prefix, header, acknowledgement and repetition
 * @param bytesReceived bytes taken off the wire, likewise
 * @param framesSent frames accepted by {@link Link#send}
 * @param framesReceived frames handed out by {@link Link#receive}
 * @param retransmissions line frames sent again; 0 where the system below repeats (TCP)
 * @param badFrames line frames thrown away because a check failed
 */
public record LinkStats(
    long bytesSent,
    long bytesReceived,
    long framesSent,
    long framesReceived,
    long retransmissions,
    long badFrames) {}
