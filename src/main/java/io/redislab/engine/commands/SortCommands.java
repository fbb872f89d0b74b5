package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.DENYOOM;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.firstKey;
import static io.redislab.engine.command.KeySpec.unknownKeys;

import io.redislab.engine.Context;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import java.util.List;

/** SORT: the elements of a list, set or sorted set in an order that other keys may give. */
public final class SortCommands {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "sort sort_ro";

    private SortCommands() {}

    public static List<Declaration> commands() {
        return List.of(
                command("SORT")
                        .syntax("key [BY pattern#1] [LIMIT <offset_count: offset:int count:int>] [GET pattern#1]... "
                                + "[order: ASC | DESC] [sorting=ALPHA] [STORE destination:key#2]")
                        .group(CommandGroup.GENERIC)
                        .since("1.0.0")
                        .complexity("O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M "
                                + "the number of returned elements. When the elements are not sorted, complexity is "
                                + "O(N).")
                        .summary("Sorts the elements of a list, set or sorted set, and may store the result.")
                        .flags(WRITE, DENYOOM)
                        .keys(
                                firstKey().readOnly().access(),
                                unknownKeys()
                                        .readOnly()
                                        .access()
                                        .notes("For the optional BY/GET keyword. It is marked 'unknown' because the"
                                                + " key names derive from the content of the key we sort"),
                                unknownKeys()
                                        .overwrite()
                                        .update()
                                        .notes("For the optional STORE keyword. It is marked 'unknown' because the"
                                                + " keyword can appear anywhere in the argument array"))
                        .categories(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
                        .keyFinder(KeyFinders::sort)
                        .handler(SortCommands::sort),
                command("SORT_RO")
                        .syntax("key [BY pattern#1] [LIMIT <offset_count: offset:int count:int>] [GET pattern#1]... "
                                + "[order: ASC | DESC] [sorting=ALPHA]")
                        .group(CommandGroup.GENERIC)
                        .since("7.0.0")
                        .complexity("O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M "
                                + "the number of returned elements. When the elements are not sorted, complexity is "
                                + "O(N).")
                        .summary("Sorts the elements of a list, set or sorted set, without storing anything.")
                        .flags(READONLY)
                        .keys(
                                firstKey().readOnly().access(),
                                unknownKeys()
                                        .readOnly()
                                        .access()
                                        .notes("For the optional BY/GET keyword. It is marked 'unknown' because the"
                                                + " key names derive from the content of the key we sort"))
                        .categories(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
                        .keyFinder(KeyFinders::sortRo)
                        .handler(SortCommands::sortRo));
    }

    private static void sort(Context context) {
        Sorting.run(context, SortOptions.parse(context, true));
    }

    private static void sortRo(Context context) {
        Sorting.run(context, SortOptions.parse(context, false));
    }
}
