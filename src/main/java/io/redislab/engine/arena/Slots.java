package io.redislab.engine.arena;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Numbered places for the objects of records that are more than bytes. They lie in pages, so that growing copies none. */
public final class Slots {
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE = 1 << PAGE_SHIFT;

    private @Nullable Object[][] pages = {};
    /** Of a free place, the next one; -1 at the end. */
    private int[][] following = {};

    private int fresh;
    private int free = -1;

    /** The number of a place for the object. */
    public int add(Object object) {
        int slot;
        if (free >= 0) {
            slot = free;
            free = following[slot >>> PAGE_SHIFT][slot & PAGE - 1];
        } else {
            slot = fresh++;
            if (slot >>> PAGE_SHIFT == pages.length) {
                int room = Math.max(1, 2 * pages.length);
                pages = Arrays.copyOf(pages, room);
                following = Arrays.copyOf(following, room);
            }
            grow(slot);
        }
        pages[slot >>> PAGE_SHIFT][slot & PAGE - 1] = object;
        return slot;
    }

    /** The first page begins small: most databases hold few keys. */
    private void grow(int slot) {
        int page = slot >>> PAGE_SHIFT;
        int room = pages[page] == null ? 0 : pages[page].length;
        if ((slot & PAGE - 1) >= room) {
            int more = page == 0 ? Math.max(8, 2 * room) : PAGE;
            pages[page] = pages[page] == null ? new Object[more] : Arrays.copyOf(pages[page], more);
            following[page] = following[page] == null ? new int[more] : Arrays.copyOf(following[page], more);
        }
    }

    public Object get(int slot) {
        Object object = pages[slot >>> PAGE_SHIFT][slot & PAGE - 1];
        if (object == null) {
            throw new IllegalStateException("an empty slot");
        }
        return object;
    }

    public void set(int slot, Object object) {
        pages[slot >>> PAGE_SHIFT][slot & PAGE - 1] = object;
    }

    public void remove(int slot) {
        pages[slot >>> PAGE_SHIFT][slot & PAGE - 1] = null;
        following[slot >>> PAGE_SHIFT][slot & PAGE - 1] = free;
        free = slot;
    }

    /** The same numbers with what the function makes of each object. */
    public Slots copy(UnaryOperator<Object> function) {
        Slots copy = new Slots();
        copy.pages = pages.clone();
        copy.following = following.clone();
        for (int page = 0; page < pages.length && pages[page] != null; page++) {
            copy.pages[page] = pages[page].clone();
            copy.following[page] = following[page].clone();
            for (int i = 0; i < pages[page].length; i++) {
                Object object = pages[page][i];
                copy.pages[page][i] = object == null ? null : function.apply(object);
            }
        }
        copy.fresh = fresh;
        copy.free = free;
        return copy;
    }
}
