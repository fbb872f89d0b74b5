package io.redislab.engine.acl;

/**
 * Why a call is refused.
 *
 * @param argument the index in argv of the key or channel; of no meaning for other reasons
 */
public record Denied(Reason reason, int argument) {
    /** What is refused; where several selectors refuse a call for different reasons, the last of these is told. */
    public enum Reason {
        COMMAND(
                "command",
                "can't run this command or subcommand",
                "no permission to execute the command or subcommand"),
        KEY(
                "key",
                "can't access at least one of the keys mentioned in the command arguments",
                "no permission to touch the specified keys"),
        /** Only in the log: a login that failed. */
        AUTH("auth", "lacking the permissions for the command", "no permission"),
        CHANNEL(
                "channel",
                "can't publish to the channel mentioned in the command",
                "no permission to access one of the channels used as arguments");

        private final String wireName;
        private final String scriptText;
        private final String queuedText;

        Reason(String wireName, String scriptText, String queuedText) {
            this.wireName = wireName;
            this.scriptText = scriptText;
            this.queuedText = queuedText;
        }

        /** The name in ACL LOG. */
        public String wireName() {
            return wireName;
        }

        /** What a script's error says of it, behind "The user executing the script". */
        String scriptText() {
            return scriptText;
        }

        /** What EXEC says of it. */
        String queuedText() {
            return queuedText;
        }
    }

    /** Whether this is the one of the two to tell. */
    boolean outweighs(Denied other) {
        int byReason = reason.compareTo(other.reason);
        return byReason > 0 || (byReason == 0 && argument > other.argument);
    }
}
