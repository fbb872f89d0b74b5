package io.redislab.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redislab.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as openssl writes them. */
class PrivateKeysTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void needsOpenSsl() {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "openssl"))),
                "no openssl is installed");
    }

    private void openssl(String words) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words.replace("@", folder + "/").split(" ", -1)));
        TestCertificates.run(command);
    }

    private PrivateKey read(String name, String password) throws IOException, GeneralSecurityException {
        return PrivateKeys.read(folder.resolve(name), password);
    }

    /** An EC key may hold its public half or not, which is no difference. */
    private static Object secret(PrivateKey key) {
        return key instanceof ECPrivateKey curve ? curve.getS() : key;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RSA -pkeyopt rsa_keygen_bits:2048",
                "EC -pkeyopt ec_paramgen_curve:P-256",
                "EC -pkeyopt ec_paramgen_curve:P-521"
            })
    void readsEveryForm(String algorithm) throws Exception {
        openssl("genpkey -out @plain -algorithm " + algorithm);
        openssl("pkey -in @plain -out @traditional -traditional");
        openssl("pkcs8 -topk8 -in @plain -out @encrypted -v2 aes256 -passout pass:secret");
        Object key = secret(read("plain", ""));
        assertEquals(key, secret(read("traditional", "")));
        assertEquals(key, secret(read("encrypted", "secret")));
        assertThrows(GeneralSecurityException.class, () -> read("encrypted", "wrong"));
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws Exception {
        Files.writeString(folder.resolve("none"), "nothing");
        Files.writeString(folder.resolve("damaged"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                folder.resolve("cut"), "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n");
        assertThrows(GeneralSecurityException.class, () -> read("none", ""));
        assertThrows(GeneralSecurityException.class, () -> read("damaged", ""));
        assertThrows(GeneralSecurityException.class, () -> read("cut", ""));
    }
}
