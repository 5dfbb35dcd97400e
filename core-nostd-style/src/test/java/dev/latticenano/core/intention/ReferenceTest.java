package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.VectorFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values computed outside this project from the Rust engine's layouts, with another BLAKE3, another
 * Ed25519 and another protobuf: what pins our codec to them and not to itself.
 */
class ReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "intention-four-bytes-of-ops,hash,684d58827a11317975266005e214665f5c0d599f0b5b4f2d9f3e9c56dbcdd30a",
    "intention-four-bytes-of-ops,input,0101010101010101010101010101010101010101010101010101010101010101e80300000000000005000000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa000000000000000000000000000000000000000000000000000000000000000000000000000400000001020304",
    "signed-three-bytes-of-ops,hash,68a563cf2903d3ac85bf9e8b8f17e89ab604ed315c41841881a58b607ccd6456",
    "signed-three-bytes-of-ops,author,197f6b23e16c8532c6abc838facd5ea789be0c76b2920334039bfa8b3d368d61",
    "signed-three-bytes-of-ops,signature,8d83176667dc1ad5760ff21da2d6284921d0f5683e8af9a74b8e8fe20c42bb07383cc7b4648ae9d9861a95352fe22053939373d6d13a59757cc4bcc1251fa00f",
    "signed-ack,hash,31a268140380f41243bc7509c17d17c8325e43f176887d09cfd8533e90d6e876",
    "signed-ack,signature,eaa6702881618bff51151decbe255d7c539db5fca97fda54a7db318b5f50faa58fd9f25b8f161b723034473a53791f87be4b451ee255f9d007f54e86f740ec09",
    "intention-one-byte-of-ops,hash,7c002cee7f715e89873dbfe5dfa6d7c36a9719f6b902874d8621e4f9b97a4865",
    "witness-content-first,input,0a10aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa12207c002cee7f715e89873dbfe5dfa6d7c36a9719f6b902874d8621e4f9b97a48651890c80222200000000000000000000000000000000000000000000000000000000000000000",
    "witness-first,hash,b3a7975d3f108980415c9f224fed684cdea91c5bf4faacfd113b4fe3ec675183",
    "witness-first,signature,75bf04f3d13b37cec65ef8e2645d9e241dba384bebd7420b52bbdd05c980bc5394eb91aadcb789c547ecec3348dd96e3af0cba00e2536fa33019bde715a46f06",
    "witness-first,witness_key,7d59c5623dd40a74aa4d5a32ac645d3b3f95daeae4c22be25476dd6a486f7382",
    "witness-content-second,hash,ced93d365c2a7329b5ed90b1b00ed782a69c15f18091ea660a76255b8a8e2182",
    "ops-genesis,input,62120a0e636f72653a726f6f7473746f7265102a",
    "ops-put,input,52100a0e0a0c0a036b6579120576616c7565",
    "ops-delete,input,52090a0712050a036b6579",
    "ops-append,input,520568656c6c6f",
    "hash-byte-00,hash,2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
    "hash-byte-01,hash,48fc721fbbc172e0925fa27af1671de225ba927134802998b10a1568a188652b",
    "hash-byte-02,hash,ab13bedf42e84bae0f7c62c7dd6a8ada571e8829bed6ea558217f0361b5e25d0",
    "hlc-update-received-ahead,result,200.4",
    "hlc-update-local-ahead,result,200.6",
    "hlc-update-clock-ahead,result,500.0",
    "hlc-update-equal-received-more,result,100.9",
    "hlc-update-equal-local-more,result,100.11",
    "hlc-update-clock-at-zero,result,1700000000000.6",
    "hlc-tick-clock-behind,result,100.6",
    "hlc-tick-clock-ahead,result,200.0",
    "hlc-clamp-far-future,result,100.6",
    "hlc-clamp-within-drift,result,3601000.7",
    "hlc-tick-from-zero,result,12345.0"
  })
  void vectorsCarryTheReferenceValues(String file, String field, String value) {
    assertEquals(value, VectorFile.read(file + ".txt").header().get(field));
  }
}
