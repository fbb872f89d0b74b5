package io.redislab.lua.syntax;

import java.util.List;

/** Statements in a scope of their own. */
public record Block(List<Statement> statements) {}
