package io.redislab.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherNamesTest {
    private static final List<String> SUPPORTED = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
            "TLS_RSA_WITH_AES_128_CBC_SHA256");

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ECDHE-ECDSA-AES256-GCM-SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-RSA-CHACHA20-POLY1305",
        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256, DHE-RSA-AES256-SHA256",
        "TLS_RSA_WITH_AES_128_CBC_SHA256, AES128-SHA256",
        "TLS_RSA_WITH_AES_128_CBC_SHA, AES128-SHA",
    })
    void namesAreThoseOfOpenSsl(String standard, String openSsl) {
        assertEquals(openSsl, CipherNames.openSslName(standard));
    }

    @Test
    void listsAddAndTakeAway() {
        assertEquals(5, CipherNames.ofList("DEFAULT", SUPPORTED).size());
        assertFalse(CipherNames.ofList("DEFAULT:-AES128-SHA256", SUPPORTED).contains(SUPPORTED.get(5)));
        assertEquals(
                List.of(SUPPORTED.get(3), SUPPORTED.get(1)),
                CipherNames.ofList("ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:@STRENGTH", SUPPORTED));
        assertEquals(List.of(SUPPORTED.get(1)), CipherNames.ofList("ECDHE+AES:!RSA", SUPPORTED));
        assertEquals(List.of(), CipherNames.ofList("foo", SUPPORTED));
        assertEquals(List.of(SUPPORTED.get(0)), CipherNames.suites("TLS_AES_128_GCM_SHA256:other", SUPPORTED));
    }

    @Test
    void theJdksOwnSuitesHaveNames() throws Exception {
        List<String> all =
                List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        assertTrue(CipherNames.modern(all).size() >= 2);
        assertTrue(CipherNames.ofList("ECDHE-RSA-AES128-GCM-SHA256", all).size() == 1);
    }
}
