package io.redislab.engine.acl;

/** What is wrong with a rule. */
enum RuleFault {
    SYNTAX("Syntax error"),
    UNKNOWN_COMMAND("Unknown command or category name in ACL"),
    BEHIND_ALL_KEYS("Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any"
            + " effect. Try 'resetkeys' to start with an empty list of patterns"),
    BEHIND_ALL_CHANNELS(
            "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have"
                    + " any effect. Try 'resetchannels' to start with an empty list of channels"),
    NO_SUCH_PASSWORD("The password you are trying to remove from the user does not exist"),
    BAD_HASH("The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters"),
    DUPLICATE_USER("Duplicate user found. A user can only be defined once in config files"),
    FIRST_ARGUMENT_OF_SUBCOMMAND("Allowing first-arg of a subcommand is not supported"),
    UNMATCHED_PARENTHESIS("Unmatched parenthesis");

    private final String text;

    RuleFault(String text) {
        this.text = text;
    }

    /** In Redis' words. */
    String text() {
        return text;
    }
}
