package io.redislab.lab.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers are those of GNU bc. */
final class BcCalculatorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1+1 | 2",
                "scale=2; 10 * 100 / 17 | 58.82",
                "scale=2; (100 + 50 * 2 + 20 * 3) / (16600 + 1) | .01",
                "scale=2; 1000 / 24 | 41.66",
                "50 + 41.66 | 91.66",
                "scale=4; -1/3 | -.3333",
                "10/3 | 3",
                "1.5*1.25 | 1.87",
                "scale=3; 1.50*2 | 3.00",
                "7 % 3 | 1",
                "scale=2; 7 % 3 | .01",
                "2^10 | 1024",
                "scale=3; 2^-2 | .250",
                "-2^2 | 4",
                "2^3^2 | 512",
                "scale=5; sqrt(2) | 1.41421",
                "x=5; x*2 | 10",
                "x=5; x+=2; x | 7",
                "3>2 | 1",
                "1==2 | 0",
                "(1<2) && (2<1) | 0",
                "0*1.5 | 0",
                "a.b | (fault)",
                "1/0 | (fault)",
                "1+ | (fault)",
            })
    void asBcAnswers(String line, String answer) throws Exception {
        BcCalculator calculator = new BcCalculator();
        if (answer.equals("(fault)")) {
            assertThrows(BcCalculator.Fault.class, () -> calculator.run(line));
        } else {
            assertEquals(answer + "\n", calculator.run(line));
        }
    }
}
