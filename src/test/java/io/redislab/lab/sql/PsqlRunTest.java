package io.redislab.lab.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.lab.sql.PsqlFormat.Layout;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What psql 15 shows of the same statements on PostgreSQL 15, from where these texts are. */
final class PsqlRunTest {
    private static final SqlDatabase DATABASE = new SqlDatabase();

    @BeforeAll
    static void fill() throws Exception {
        show(Layout.ALIGNED, true, "DELETE FROM users");
        show(Layout.ALIGNED, true, """
            INSERT INTO users VALUES
            (1,'Ada Lovelace','ada@example.com','{"plan":"pro"}','2024-01-15 10:30:00'),
            (2,'Alan "A" Turing','alan@example.com',NULL,'2024-01-14 09:00:00.5'),
            (1000,'Grace Hopper',NULL,E'line1\\nline2',NULL)\
            """.replace("E'line1\\nline2'", "'line1\nline2'"));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static String show(Layout layout, boolean tuplesOnly, String sql) throws IOException, SqlProblem {
        StringBuilder out = new StringBuilder();
        PsqlRun.Output output = new PsqlRun.Output() {
            @Override
            public void print(String text) {
                out.append(text);
            }

            @Override
            public void complain(String text) {
                out.append(text);
            }
        };
        try (SqlDatabase.SqlSession session = DATABASE.connect()) {
            PsqlFormat format = PsqlFormat.STANDARD.withLayout(layout).withTuplesOnly(tuplesOnly);
            new PsqlRun(session, format, false, false, output).command(sql);
        }
        return out.toString();
    }

    private static String table(String sql) throws IOException, SqlProblem {
        return show(Layout.ALIGNED, false, sql);
    }

    private static String tuples(String sql) throws IOException, SqlProblem {
        return show(Layout.ALIGNED, true, sql);
    }

    @Test
    void rowsAsJson() throws Exception {
        assertEquals("""
             1000 | {"id":1000,"name":"Grace Hopper","email":null,"data":"line1\\nline2","last_login":null}
                1 | {"id":1,"name":"Ada Lovelace","email":"ada@example.com","data":"{\\"plan\\":\\"pro\\"}","last_login":"2024-01-15T10:30:00"}
                2 | {"id":2,"name":"Alan \\"A\\" Turing","email":"alan@example.com","data":null,"last_login":"2024-01-14T09:00:00.5"}

            """, tuples("SELECT id, row_to_json(u) FROM users u ORDER BY last_login DESC LIMIT 100"));
        assertEquals(
                " {\"id\":1,\"name\":\"Ada Lovelace\"}\n\n",
                tuples("SELECT row_to_json(x) FROM (SELECT id, name FROM users WHERE id=1) x"));
        assertEquals(
                " \n\n",
                tuples("SELECT row_to_json(users) FROM users WHERE id=1").replaceAll("\\{.*}", ""));
    }

    @Test
    void tablesAreAligned() throws Exception {
        assertEquals("""
              id  |      name       |      email      \s
            ------+-----------------+------------------
                1 | Ada Lovelace    | ada@example.com
                2 | Alan "A" Turing | alan@example.com
             1000 | Grace Hopper    |\s
            (3 rows)

            """, table("SELECT id, name, email FROM users ORDER BY id"));
        assertEquals("""
              id  |     name     | email | data  | last_login\s
            ------+--------------+-------+-------+------------
             1000 | Grace Hopper |       | line1+|\s
                  |              |       | line2 |\s
            (1 row)

            """, table("SELECT * FROM users WHERE id=1000"));
        assertEquals(" count \n-------\n     3\n(1 row)\n\n", table("SELECT count(*) FROM users"));
        assertEquals(" ?column? \n----------\n(0 rows)\n\n", table("SELECT 1 WHERE false"));
        assertEquals("\n", tuples("SELECT 1 WHERE false"));
    }

    @Test
    void otherLayouts() throws Exception {
        assertEquals(
                "id|last_login\n1|2024-01-15 10:30:00\n2|2024-01-14 09:00:00.5\n(2 rows)\n",
                show(Layout.UNALIGNED, false, "SELECT id, last_login FROM users WHERE id < 10 ORDER BY id"));
        assertEquals(
                "2,\"Alan \"\"A\"\" Turing\"\n", show(Layout.CSV, true, "SELECT id, name FROM users WHERE id = 2"));
    }

    @Test
    void changesHaveTags() throws Exception {
        assertEquals("INSERT 0 2\n", table("INSERT INTO users (id, name) VALUES (5, 'e'), (6, 'f')"));
        assertEquals("UPDATE 2\n", tuples("UPDATE users SET data = 'x' WHERE id IN (5, 6)"));
        assertEquals(
                "INSERT 0 1\n",
                table("INSERT INTO users (id, name) VALUES (5, 'ee') ON CONFLICT (id) DO UPDATE SET name ="
                        + " EXCLUDED.name"));
        assertEquals("INSERT 0 0\n", table("INSERT INTO users (id, name) VALUES (5, 'x') ON CONFLICT DO NOTHING"));
        assertEquals(
                " id | name \n----+------\n  5 | ee\n  6 | f\n(2 rows)\n\nDELETE 2\n",
                table("DELETE FROM users WHERE id IN (5, 6) RETURNING id, name"));
        assertEquals("CREATE TABLE\nDROP TABLE\n", table("CREATE TABLE t (at timestamptz); DROP TABLE t"));
    }

    @Test
    void errorsAreInPostgresWords() throws Exception {
        assertEquals(
                "ERROR:  relation \"nope\" does not exist\nLINE 1: SELECT * FROM nope\n                      ^\n",
                table("SELECT * FROM nope"));
        assertEquals("ERROR:  syntax error at or near \"SELEC\"\nLINE 1: SELEC 1\n        ^\n", table("SELEC 1"));
        assertEquals("""
            ERROR:  duplicate key value violates unique constraint "users_pkey"
            DETAIL:  Key (id)=(1) already exists.
            """, table("INSERT INTO users (id, name) VALUES (1, 'e')"));
        assertEquals(
                "ERROR:  null value in column \"name\" of relation \"users\" violates not-null constraint\n",
                table("INSERT INTO users (id) VALUES (7)"));
    }

    @Test
    void whatFailsInTheMiddleTakesAllBack() throws Exception {
        table("INSERT INTO users (id, name) VALUES (9, 'x'); SELECT * FROM nope");
        assertEquals("\n", tuples("SELECT id FROM users WHERE id = 9"));
    }

    @Test
    void sqlReachesNeitherFilesNorCode() throws Exception {
        assertEquals("ERROR:  permission denied\n", table("SELECT FILE_READ('/etc/passwd')"));
        assertEquals("ERROR:  permission denied\n", table("CREATE ALIAS stop FOR \"java.lang.System.exit\""));
    }
}
