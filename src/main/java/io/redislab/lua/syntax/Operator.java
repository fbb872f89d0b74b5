package io.redislab.lua.syntax;

/** The binary operators with how strongly they bind to the left and to the right. */
public enum Operator {
    ADD(6, 6),
    SUB(6, 6),
    MUL(7, 7),
    DIV(7, 7),
    MOD(7, 7),
    POW(10, 9),
    CONCAT(5, 4),
    NE(3, 3),
    EQ(3, 3),
    LT(3, 3),
    LE(3, 3),
    GT(3, 3),
    GE(3, 3),
    AND(2, 2),
    OR(1, 1);

    final int left;
    final int right;

    Operator(int left, int right) {
        this.left = left;
        this.right = right;
    }

    /** Whether it is one of the first six, which compute numbers. */
    public boolean isArithmetic() {
        return compareTo(POW) <= 0;
    }
}
