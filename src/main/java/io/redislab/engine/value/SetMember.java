package io.redislab.engine.value;

/** A member of a set's hash table. */
public final class SetMember extends DictNode {
    public SetMember(byte[] member) {
        super(member);
    }
}
