package io.redislab.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys in PEM form: PKCS #8 (RFC 5958), encrypted or not, and the older forms of openssl for RSA (RFC 8017) and
 * elliptic curves (RFC 5915), which the JDK takes in a PKCS #8 envelope.
 */
final class PrivateKeys {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private static final byte[] VERSION = {2, 1, 0};
    /** rsaEncryption with its empty parameters, in DER. */
    private static final byte[] RSA = {
        0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    /** The identifier of elliptic curve keys, in DER. */
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PrivateKeys() {}

    /**
     * Reads the first key of a file.
     *
     * @param password empty when the key is not encrypted
     */
    static PrivateKey read(Path file, String password) throws IOException, GeneralSecurityException {
        Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new InvalidKeySpecException("there is no private key in " + file);
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        return switch (block.group(1)) {
            case "RSA PRIVATE KEY" -> decode(envelope(RSA, der));
            case "EC PRIVATE KEY" -> decode(envelope(tagged(0x30, join(EC, curve(der))), der));
            case "ENCRYPTED PRIVATE KEY" -> decode(decrypt(der, password));
            default -> decode(der);
        };
    }

    private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> key = decode(pkcs8, algorithm);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new InvalidKeySpecException("the private key is damaged or of a kind that Java does not know");
    }

    private static Optional<PrivateKey> decode(byte[] pkcs8, String algorithm) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    private static byte[] decrypt(byte[] der, String password) throws IOException, GeneralSecurityException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
        // PBES2 names its parts in its parameters only.
        String algorithm = info.getAlgParameters() == null
                ? info.getAlgName()
                : info.getAlgParameters().toString();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                info.getAlgParameters());
        return info.getKeySpec(cipher).getEncoded();
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return tagged(0x30, join(VERSION, algorithm, tagged(4, key)));
    }

    /** The curve that an EC key names: the content of its element [0]. */
    private static byte[] curve(byte[] der) throws InvalidKeySpecException {
        int[] at = {0};
        enter(der, at);
        for (int tag = der[at[0]] & 0xff; ; tag = der[at[0]] & 0xff) {
            int length = enter(der, at);
            if (tag == 0xa0) {
                return Arrays.copyOfRange(der, at[0], at[0] + length);
            }
            at[0] += length;
            if (at[0] >= der.length) {
                throw new InvalidKeySpecException("the private key does not name its curve");
            }
        }
    }

    /** Steps over a tag and a length; answers the length. */
    private static int enter(byte[] der, int[] at) throws InvalidKeySpecException {
        try {
            int length = der[at[0] + 1] & 0xff;
            at[0] += 2;
            if (length > 0x80) {
                int bytes = length & 0x7f;
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length << 8 | der[at[0]++] & 0xff;
                }
            }
            return length;
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("the private key is cut off", e);
        }
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
