// Keys and signatures for tests, made once with `openssl` 3.0; nothing is protected by them. Signatures are over "a message".
#pragma once

namespace kiosk::test_keys {

inline constexpr char kP256[] = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEH41m4vul6GibsH0upx4U3LCb1Sgs
7yUGqCo+dWGt0OmU3LirDTwban9gHbmd2NJBkjfvqFZi4aGebKBfMJIXcw==
-----END PUBLIC KEY-----
)";
// The same point, compressed.
inline constexpr char kP256Compressed[] = R"(-----BEGIN PUBLIC KEY-----
MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADH41m4vul6GibsH0upx4U3LCb1Sgs
7yUGqCo+dWGt0Ok=
-----END PUBLIC KEY-----
)";
inline constexpr char kP256Signature[] =
    "3046022100b17b3dd8dfe21844637cbe1de368e97afeef5c1f1c6360246e7929a75a64ed78022100e4994d4a5da13a8e0314be769f9fb73bcbaccc12"
    "baf36931bc3638b52d256f96";
inline constexpr char kP384[] = R"(-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEe96MvZxAIiAOqhUkTouEQEwSxiE6PSb2
IdDxtl9Sq4RXHXArOZPd3mQ3w9tK64grQu43rWqwQIgcWli3bGLQD/dSE8ha8cQd
1EAr/ocOTEy8re95wmV4odgZB89WmSCU
-----END PUBLIC KEY-----
)";
inline constexpr char kRsa2048[] = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxEy48WK/u6q5QoVIefWP
eysLZXK35yv+HelW5b19O1G1Kg9hCxYSg+GHV5gs6WlnwGat6oo8z1zO8p8SiRvP
/Tj3KL0cOXhiMuIX/AyYSX29vr2+ADCdOXGw3ZO6U+KaduIxQ5oNyRA9Zf6w9IlD
P45PCrQmlD+D1H9VP5cVSG8X2EZw12H1rXk58dmsYIg93JdstpDRMt2G6SvPt682
Mv0+KHtcqjkEHHYSD1A2wdaM4cefntUlIhsryb3nQ5L6Ty9sSgFDmmElzxYWBeld
aZyV2vfALjt28aImv+4L/JO1ZXC9i1cdOhNQiEmR1/K3++Zn/oizB7baQbLKfRWO
CQIDAQAB
-----END PUBLIC KEY-----
)";
inline constexpr char kRsaPssSignature[] =
    "09a3a1febfb9815f302a1eda673a22fb9f6f38cc95541c1b0d016ee13fb9b9ffd50894bd073b72b757f3914b077747a5d0cdaf8efa727ff63da21e1c"
    "1c263bb5008aeaa2e2a9a18ba49217ea853a911f4f5d47e4477f62e637613ab4ba5e9d56310410c6f91ec5bb46125e232c6f4de657e730cdbc071cca"
    "7f033fdaca1e96628b8a61498fc76513ee87e48101547200cec4741dd1ba16a60c9405e2e7f9bcb84f080314f3d72610605f9509d20f8ae041882145"
    "7ffeaebb1e63f48fb5833b8ded44edddcd2f81a8335b1fc2a61fe951ebd0ba0a713bc8c48e2c64b33ed8ac276296f5f3fc277b7f82880f290b5bdae2"
    "02145aca32f848d88fdbe226b9014e3b";
// PKCS#1 v1.5, of the same key.
inline constexpr char kRsaOldSignature[] =
    "42fc4591e4a64659f3b0912320181ba6972a2b45672cfe24df4b9f629320136e4b47228f70ae09798d09bcf25d978ef23afb0da8ae0483c925f382b1"
    "6cbb0d0058bf36d51ca39ed41d985ce741c639766ad3c1b83d5c6685feb875c874739a0987050980c61ef74324c7a4a730265ea4a278fb48a7f9503d"
    "296b432e1bb04d00a112177170fd4f8cfdc4595c026c4b5258aed5d239178941f5c0123068243be82cb90515a56cd32244c74dbee1af62831aa3126d"
    "e7f4047e91fcd511b37167583e582230fd772abd9a9ac3e3fb690726d1878c13e0c6e0c216d55954f3c8faab3fd60b6d4db7120df1ec06d4a3f3aa6d"
    "09f9d8f02579abd9d41303ce21f55943";
inline constexpr char kRsa1024[] = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDVsmrcnoJrkphVjlrj7z9q93D0
D/JqqYI5A+WG0brkdHIRXK6KO0x4ZnzkahB5LBgeTZoaV2gdhpcg2AW9NQl5epnQ
z2+M+qdCkfc0p2A0oeNPXJVEpgJmixj2WMEdczr5UXyJHhpvxql+ph6E9r863JA+
3MdtEZpLXUSiOqs7nwIDAQAB
-----END PUBLIC KEY-----
)";
// An Ed25519 secret: plain, and behind the passphrase "correct".
inline constexpr char kEd25519[] = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIB5hmvAs89+ucIGXofyKlNHBD5O/EtOEu/fSOowUMUKO
-----END PRIVATE KEY-----
)";
inline constexpr char kEd25519Encrypted[] = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAieLaX810m8kQICQAAC
AQgCAQEwHQYJYIZIAWUDBAEqBBCtzZXsu3pDsBnwSHhHbURQBEBJDGZVcXEnMsbt
qzoVFiRHdhteE6xdRS6FdZXa7gz0BjQmdiq6Uhbj1wRcNWwA7z7d4yYsn0IhtNQo
7rUJyYd/
-----END ENCRYPTED PRIVATE KEY-----
)";
inline constexpr char kEd25519Public[] = "7a26ecc839c3fb367d5689ec16f7a80bfb2916236b7034cd2dfbd923deb2e444";
// A P-256 secret behind the same passphrase.
inline constexpr char kP256Encrypted[] = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAhwy2e2YdqJjwICQAAC
AQgCAQEwHQYJYIZIAWUDBAEqBBBONXDSUFoJYSTw64DXv5LXBIGQMJDC7KbL6Du1
5qBfc21HTHUPBPYnxTXpXWzqzO5xzV8zKWqH9CxBgBY7nS622ge5MRdLAbLmEWwi
fgmCaIbwyMs+2Tgfgmp65isW8FwyUme0zhHdgVwv2VbSF9u5Y0bhm9x+AJFjTmE2
Ke5SkxhGDxlM8ZLvZS2dDg24im5mlEuGZJu+2GLKN1H5bn9e/7yf
-----END ENCRYPTED PRIVATE KEY-----
)";

}  // namespace kiosk::test_keys
