package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * BLAKE3's compression function: eight words of chaining value and one 64-byte block become sixteen
 * words. Source: the BLAKE3 paper, §2.2. Allocates nothing.
 *
 * <p>The seven rounds are written out over local variables, and each reads the message in its own
 * order instead of moving it: a loop that permutes the words between rounds reaches about four
 * fifths of the speed. {@code compress} is 4,774 bytes of bytecode; HotSpot compiles no method
 * beyond 8,000. State words are v0 to vf, message words m0 to mf.
 */
final class Blake3Compression {
  /** Bytes of one block. */
  static final int BLOCK_BYTES = 64;

  // The first four words of SHA-256's initial state; the paper's §2.2, Table 1.
  static final int IV0 = 0x6A09E667;
  static final int IV1 = 0xBB67AE85;
  static final int IV2 = 0x3C6EF372;
  static final int IV3 = 0xA54FF53A;

  private Blake3Compression() {}

  /**
   * Compresses the block at {@code offset}, zero-padded by the caller if {@code blockBytes} &lt;
   * 64. Writes the new chaining value to the first eight words of {@code out}, which may be {@code
   * cv} itself; if {@code out} has sixteen words, also the second half of an output block.
   */
  static void compress(
      int[] cv, byte[] block, int offset, long counter, int blockBytes, int flags, int[] out) {
    int m0 = LittleEndian.intAt(block, offset);
    int m1 = LittleEndian.intAt(block, offset + 4);
    int m2 = LittleEndian.intAt(block, offset + 8);
    int m3 = LittleEndian.intAt(block, offset + 12);
    int m4 = LittleEndian.intAt(block, offset + 16);
    int m5 = LittleEndian.intAt(block, offset + 20);
    int m6 = LittleEndian.intAt(block, offset + 24);
    int m7 = LittleEndian.intAt(block, offset + 28);
    int m8 = LittleEndian.intAt(block, offset + 32);
    int m9 = LittleEndian.intAt(block, offset + 36);
    int ma = LittleEndian.intAt(block, offset + 40);
    int mb = LittleEndian.intAt(block, offset + 44);
    int mc = LittleEndian.intAt(block, offset + 48);
    int md = LittleEndian.intAt(block, offset + 52);
    int me = LittleEndian.intAt(block, offset + 56);
    int mf = LittleEndian.intAt(block, offset + 60);
    int v0 = cv[0];
    int v1 = cv[1];
    int v2 = cv[2];
    int v3 = cv[3];
    int v4 = cv[4];
    int v5 = cv[5];
    int v6 = cv[6];
    int v7 = cv[7];
    int v8 = IV0;
    int v9 = IV1;
    int va = IV2;
    int vb = IV3;
    int vc = (int) counter;
    int vd = (int) (counter >>> 32);
    int ve = blockBytes;
    int vf = flags;

    // Round 1.
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m0), 16);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 12);
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m1), 8);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 7);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m2), 16);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m3), 8);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m4), 16);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 12);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m5), 8);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 7);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m6), 16);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 12);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m7), 8);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 7);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m8), 16);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 12);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m9), 8);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 7);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + ma), 16);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 12);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + mb), 8);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 7);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + mc), 16);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + md), 8);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + me), 16);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 12);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + mf), 8);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 7);

    // Round 2.
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m2), 16);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 12);
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m6), 8);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 7);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m3), 16);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + ma), 8);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m7), 16);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 12);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m0), 8);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 7);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m4), 16);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 12);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + md), 8);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 7);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m1), 16);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 12);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + mb), 8);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 7);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + mc), 16);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 12);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m5), 8);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 7);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m9), 16);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + me), 8);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + mf), 16);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 12);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m8), 8);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 7);

    // Round 3.
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m3), 16);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 12);
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m4), 8);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 7);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + ma), 16);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + mc), 8);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + md), 16);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 12);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m2), 8);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 7);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m7), 16);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 12);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + me), 8);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 7);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m6), 16);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 12);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m5), 8);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 7);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m9), 16);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 12);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m0), 8);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 7);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + mb), 16);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + mf), 8);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m8), 16);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 12);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m1), 8);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 7);

    // Round 4.
    vc = Integer.rotateRight(vc ^ (v0 += v4 + ma), 16);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 12);
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m7), 8);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 7);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + mc), 16);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m9), 8);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + me), 16);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 12);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m3), 8);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 7);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + md), 16);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 12);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + mf), 8);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 7);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m4), 16);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 12);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m0), 8);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 7);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + mb), 16);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 12);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m2), 8);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 7);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m5), 16);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m8), 8);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m1), 16);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 12);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m6), 8);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 7);

    // Round 5.
    vc = Integer.rotateRight(vc ^ (v0 += v4 + mc), 16);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 12);
    vc = Integer.rotateRight(vc ^ (v0 += v4 + md), 8);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 7);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m9), 16);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + mb), 8);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + mf), 16);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 12);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + ma), 8);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 7);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + me), 16);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 12);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m8), 8);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 7);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m7), 16);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 12);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m2), 8);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 7);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m5), 16);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 12);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m3), 8);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 7);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m0), 16);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m1), 8);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m6), 16);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 12);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m4), 8);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 7);

    // Round 6.
    vc = Integer.rotateRight(vc ^ (v0 += v4 + m9), 16);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 12);
    vc = Integer.rotateRight(vc ^ (v0 += v4 + me), 8);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 7);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + mb), 16);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m5), 8);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m8), 16);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 12);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + mc), 8);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 7);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + mf), 16);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 12);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m1), 8);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 7);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + md), 16);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 12);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + m3), 8);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 7);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m0), 16);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 12);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + ma), 8);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 7);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m2), 16);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m6), 8);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m4), 16);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 12);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m7), 8);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 7);

    // Round 7.
    vc = Integer.rotateRight(vc ^ (v0 += v4 + mb), 16);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 12);
    vc = Integer.rotateRight(vc ^ (v0 += v4 + mf), 8);
    v4 = Integer.rotateRight(v4 ^ (v8 += vc), 7);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m5), 16);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v1 += v5 + m0), 8);
    v5 = Integer.rotateRight(v5 ^ (v9 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m1), 16);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 12);
    ve = Integer.rotateRight(ve ^ (v2 += v6 + m9), 8);
    v6 = Integer.rotateRight(v6 ^ (va += ve), 7);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m8), 16);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 12);
    vf = Integer.rotateRight(vf ^ (v3 += v7 + m6), 8);
    v7 = Integer.rotateRight(v7 ^ (vb += vf), 7);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + me), 16);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 12);
    vf = Integer.rotateRight(vf ^ (v0 += v5 + ma), 8);
    v5 = Integer.rotateRight(v5 ^ (va += vf), 7);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + m2), 16);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 12);
    vc = Integer.rotateRight(vc ^ (v1 += v6 + mc), 8);
    v6 = Integer.rotateRight(v6 ^ (vb += vc), 7);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m3), 16);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 12);
    vd = Integer.rotateRight(vd ^ (v2 += v7 + m4), 8);
    v7 = Integer.rotateRight(v7 ^ (v8 += vd), 7);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + m7), 16);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 12);
    ve = Integer.rotateRight(ve ^ (v3 += v4 + md), 8);
    v4 = Integer.rotateRight(v4 ^ (v9 += ve), 7);

    if (out.length == 16) {
      out[8] = v8 ^ cv[0];
      out[9] = v9 ^ cv[1];
      out[10] = va ^ cv[2];
      out[11] = vb ^ cv[3];
      out[12] = vc ^ cv[4];
      out[13] = vd ^ cv[5];
      out[14] = ve ^ cv[6];
      out[15] = vf ^ cv[7];
    }
    out[0] = v0 ^ v8;
    out[1] = v1 ^ v9;
    out[2] = v2 ^ va;
    out[3] = v3 ^ vb;
    out[4] = v4 ^ vc;
    out[5] = v5 ^ vd;
    out[6] = v6 ^ ve;
    out[7] = v7 ^ vf;
  }
}
