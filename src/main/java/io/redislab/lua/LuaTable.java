package io.redislab.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table with an array part and a hash part, sized and filled by the rules of Lua 5.1, so that {@code #} of tables
 * with holes and the order of {@code next} are the same as in C.
 *
 * <p>The array part holds plain doubles as long as nothing but numbers is in it ({@link Lua#TAG} is nil there), and
 * objects afterwards. The hash part is Brent's variation of coalesced chains: a colliding key goes to the last free
 * node unless the node in its place is away from home, which is then moved. Keys and values alternate in one array;
 * {@code link} holds the index of the next node plus one.
 *
 * <p>Nothing here looks at metatables or at {@link #readOnly}; that is {@link Meta}'s affair.
 */
public final class LuaTable {
    private static final Object[] NO_NODES = new Object[2];
    private static final int[] NO_LINKS = new int[1];
    private static final Object[] NO_ARRAY = new Object[0];

    private final LuaMemory memory;
    private int size;
    private Object[] array = NO_ARRAY;
    private double @Nullable [] numbers;
    private Object[] nodes = NO_NODES;
    private int[] link = NO_LINKS;
    private int mask;
    private int lastFree;
    private @Nullable LuaTable metatable;
    private boolean readOnly;
    /** One bit for each metamethod that this table, used as a metatable, is known not to have. */
    private int absent;

    public LuaTable(LuaMemory memory, int arraySize, int hashSize) {
        this.memory = memory;
        memory.charge(64);
        if (arraySize > 0) {
            resizeArray(arraySize);
        }
        newNodes(hashSize);
    }

    public @Nullable LuaTable metatable() {
        return metatable;
    }

    public void setMetatable(@Nullable LuaTable metatable) {
        this.metatable = metatable;
    }

    public boolean readOnly() {
        return readOnly;
    }

    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /** The metamethod for the event when this is a metatable. */
    @Nullable
    Object metamethod(int event) {
        if ((absent & 1 << event) != 0) {
            return null;
        }
        Object found = getStr(Meta.NAMES[event]);
        if (found == null) {
            absent |= 1 << event;
        }
        return found;
    }

    // ---- reading

    public @Nullable Object get(@Nullable Object key) {
        if (key instanceof LuaString s) {
            return getStr(s);
        } else if (key instanceof Double d) {
            return getNum(d);
        } else if (key == null) {
            return null;
        }
        int i = find(key);
        return i < 0 ? null : nodes[2 * i + 1];
    }

    public @Nullable Object getStr(LuaString key) {
        Object[] n = nodes;
        int i = key.luaHash() & mask;
        do {
            Object k = n[2 * i];
            if (k == key || (k instanceof LuaString s && s.same(key))) {
                return n[2 * i + 1];
            }
            i = link[i] - 1;
        } while (i >= 0);
        return null;
    }

    public @Nullable Object getNum(double key) {
        int k = (int) key;
        if (k == key) {
            return getInt(k);
        }
        int i = findNum(key);
        return i < 0 ? null : nodes[2 * i + 1];
    }

    public @Nullable Object getInt(int key) {
        int at = key - 1;
        if (at >= 0 && at < size) {
            double[] ns = numbers;
            if (ns == null) {
                return array[at];
            }
            double x = ns[at];
            return Lua.isTag(x) ? null : (Object) Lua.box(x);
        }
        int i = findNum(key);
        return i < 0 ? null : nodes[2 * i + 1];
    }

    /** The number at a key, else {@link Lua#TAG}: then the value, if any, is something else. */
    public double getNumD(double key) {
        int k = (int) key;
        if (k == key) {
            int at = k - 1;
            if (at >= 0 && at < size && numbers != null) {
                return numbers[at];
            }
            return getInt(k) instanceof Double d ? d : Lua.TAG;
        }
        return getNum(key) instanceof Double d ? d : Lua.TAG;
    }

    // ---- writing

    /** Sets a value; nil and NaN are no keys. */
    public void set(Object key, @Nullable Object value) {
        if (key instanceof LuaString s) {
            setStr(s, value);
        } else if (key instanceof Double d) {
            setNum(d, value);
        } else {
            int i = find(key);
            if (i >= 0) {
                nodes[2 * i + 1] = value;
            } else {
                insert(key, value);
            }
        }
    }

    public void setStr(LuaString key, @Nullable Object value) {
        absent = 0;
        Object[] n = nodes;
        int i = key.luaHash() & mask;
        do {
            Object k = n[2 * i];
            if (k == key || (k instanceof LuaString s && s.same(key))) {
                n[2 * i + 1] = value;
                return;
            }
            i = link[i] - 1;
        } while (i >= 0);
        insert(key, value);
    }

    public void setNum(double key, @Nullable Object value) {
        int k = (int) key;
        if (k == key) {
            setInt(k, value);
            return;
        }
        int i = findNum(key);
        if (i >= 0) {
            nodes[2 * i + 1] = value;
        } else {
            insert(key, value);
        }
    }

    public void setInt(int key, @Nullable Object value) {
        int at = key - 1;
        if (at >= 0 && at < size) {
            store(at, value);
            return;
        }
        int i = findNum(key);
        if (i >= 0) {
            nodes[2 * i + 1] = value;
        } else {
            insert((double) key, value);
        }
    }

    public void setNumD(double key, double value) {
        int k = (int) key;
        if (k == key && k > 0 && k <= size && numbers != null) {
            numbers[k - 1] = value;
        } else {
            setNum(key, (Object) Lua.box(value));
        }
    }

    /** Whether the key has a place, be its value nil or not. */
    boolean hasNode(Object key) {
        if (key instanceof Double d) {
            int k = (int) d.doubleValue();
            if (k == d && k > 0 && k <= size) {
                return true;
            }
        }
        return find(key) >= 0;
    }

    private void store(int at, @Nullable Object value) {
        double[] ns = numbers;
        if (ns == null) {
            array[at] = value;
        } else if (value == null) {
            ns[at] = Lua.TAG;
        } else if (value instanceof Double d) {
            ns[at] = d;
        } else {
            toObjects();
            array[at] = value;
        }
    }

    private void toObjects() {
        double[] ns = numbers;
        memory.charge(4L * size);
        Object[] fresh = new Object[size];
        for (int i = 0; i < size; i++) {
            double x = ns[i];
            if (!Lua.isTag(x)) {
                fresh[i] = Lua.box(x);
            }
        }
        array = fresh;
        numbers = null;
    }

    // ---- the hash part

    private int nodeCount() {
        return mask + 1;
    }

    private int mainPosition(Object key) {
        if (key instanceof LuaString s) {
            return s.luaHash() & mask;
        } else if (key instanceof Double d) {
            return numberPosition(d);
        } else if (key instanceof Boolean b) {
            return (b ? 1 : 0) & mask;
        }
        return Integer.remainderUnsigned(System.identityHashCode(key), mask | 1);
    }

    private int numberPosition(double key) {
        if (key == 0) {
            return 0;
        }
        long bits = Double.doubleToRawLongBits(key);
        int sum = (int) bits + (int) (bits >>> 32);
        return (int) ((sum & 0xffff_ffffL) % (mask | 1));
    }

    private int find(Object key) {
        if (key instanceof Double d) {
            return findNum(d);
        }
        int i = mainPosition(key);
        do {
            Object k = nodes[2 * i];
            if (k == key || (k != null && Lua.rawEquals(k, key))) {
                return i;
            }
            i = link[i] - 1;
        } while (i >= 0);
        return -1;
    }

    private int findNum(double key) {
        Object[] n = nodes;
        if (n == NO_NODES) {
            return -1;
        }
        int i = numberPosition(key);
        do {
            if (n[2 * i] instanceof Double d && d == key) {
                return i;
            }
            i = link[i] - 1;
        } while (i >= 0);
        return -1;
    }

    private void newNodes(int count) {
        if (count == 0) {
            nodes = NO_NODES;
            link = NO_LINKS;
            mask = 0;
            lastFree = 0;
            return;
        }
        int bits = TableSizes.ceilLog2(count);
        if (bits > TableSizes.MAX_BITS) {
            throw LuaError.plain("table overflow");
        }
        int n = 1 << bits;
        memory.charge(12L * n + 32);
        nodes = new Object[2 * n];
        link = new int[n];
        mask = n - 1;
        lastFree = n;
    }

    /** A key that is not there yet; grows the table when no node is free. */
    void insert(Object key, @Nullable Object value) {
        absent = 0;
        int mp = mainPosition(key);
        if (nodes == NO_NODES || nodes[2 * mp + 1] != null) {
            int free = freeNode();
            if (free < 0) {
                rehash(key);
                set(key, value);
                return;
            }
            int other = mainPosition(nodes[2 * mp]);
            if (other != mp) {
                while (link[other] - 1 != mp) {
                    other = link[other] - 1;
                }
                link[other] = free + 1;
                nodes[2 * free] = nodes[2 * mp];
                nodes[2 * free + 1] = nodes[2 * mp + 1];
                link[free] = link[mp];
                link[mp] = 0;
                nodes[2 * mp + 1] = null;
            } else {
                link[free] = link[mp];
                link[mp] = free + 1;
                mp = free;
            }
        }
        nodes[2 * mp] = key;
        nodes[2 * mp + 1] = value;
    }

    private int freeNode() {
        if (nodes == NO_NODES) {
            return -1;
        }
        while (lastFree > 0) {
            lastFree--;
            if (nodes[2 * lastFree] == null) {
                return lastFree;
            }
        }
        return -1;
    }

    // ---- sizes

    private void rehash(Object extra) {
        TableSizes sizes = new TableSizes();
        for (int i = 0; i < size; i++) {
            if (!isNil(i)) {
                sizes.addIndex(i + 1);
            }
        }
        Object[] n = nodes;
        for (int i = 0; i < n.length; i += 2) {
            if (n[i + 1] != null) {
                sizes.addKey(n[i]);
            }
        }
        sizes.addKey(extra);
        int arraySize = sizes.arraySize();
        resize(arraySize, sizes.hashSize());
    }

    private void resizeArray(int newSize) {
        if (newSize > size) {
            memory.charge(8L * (newSize - size));
        }
        if (newSize == 0) {
            numbers = null;
            array = NO_ARRAY;
        } else if (size == 0) {
            numbers = new double[newSize];
            Arrays.fill(numbers, Lua.TAG);
        } else if (numbers != null) {
            numbers = Arrays.copyOf(numbers, newSize);
            if (newSize > size) {
                Arrays.fill(numbers, size, newSize, Lua.TAG);
            }
        } else {
            array = Arrays.copyOf(array, newSize);
        }
        size = newSize;
    }

    /** Gives the array part room for a constructor's or a library's elements. */
    public void growArray(int newSize) {
        if (newSize > size) {
            resize(newSize, nodes == NO_NODES ? 0 : nodeCount());
        }
    }

    private void resize(int arraySize, int hashSize) {
        int oldSize = size;
        Object[] oldNodes = nodes;
        if (arraySize > oldSize) {
            resizeArray(arraySize);
        }
        newNodes(hashSize);
        if (arraySize < oldSize) {
            double[] oldNumbers = numbers;
            Object[] oldArray = array;
            resizeArray(arraySize);
            for (int i = arraySize; i < oldSize; i++) {
                if (oldNumbers != null) {
                    if (!Lua.isTag(oldNumbers[i])) {
                        setInt(i + 1, Lua.box(oldNumbers[i]));
                    }
                } else if (oldArray[i] != null) {
                    setInt(i + 1, oldArray[i]);
                }
            }
        }
        for (int i = oldNodes.length / 2 - 1; i >= 0; i--) {
            Object value = oldNodes[2 * i + 1];
            if (value != null) {
                set(oldNodes[2 * i], value);
            }
        }
    }

    /** A border: an index that holds a value while the one behind it does not, 0 when there is none. */
    public int length() {
        int j = size;
        if (j > 0 && isNil(j - 1)) {
            int i = 0;
            while (j - i > 1) {
                int m = (i + j) >>> 1;
                if (isNil(m - 1)) {
                    j = m;
                } else {
                    i = m;
                }
            }
            return i;
        }
        return nodes == NO_NODES ? j : unboundSearch(j);
    }

    private boolean isNil(int at) {
        return numbers != null ? Lua.isTag(numbers[at]) : array[at] == null;
    }

    private int unboundSearch(int from) {
        long i = from;
        long j = i + 1;
        while (getNum((double) j) != null) {
            i = j;
            j *= 2;
            if (j > Integer.MAX_VALUE) {
                int k = 1;
                while (getInt(k) != null) {
                    k++;
                }
                return k - 1;
            }
        }
        while (j - i > 1) {
            long m = (i + j) / 2;
            if (getNum((double) m) == null) {
                j = m;
            } else {
                i = m;
            }
        }
        return (int) i;
    }

    // ---- traversal: positions 0 to size - 1 are the array's, then the nodes'

    /**
     * The position of a key, -1 for nil, which stands before the first.
     *
     * @return -2 when the table has no such key
     */
    public int positionOf(@Nullable Object key) {
        if (key == null) {
            return -1;
        }
        if (key instanceof Double d) {
            int k = (int) d.doubleValue();
            if (k == d && k > 0 && k <= size) {
                return k - 1;
            }
        }
        int i = find(key);
        return i < 0 ? -2 : size + i;
    }

    /** The first position behind this one that holds a value, or -1. */
    public int nextPosition(int position) {
        int i = position + 1;
        for (; i < size; i++) {
            if (!isNil(i)) {
                return i;
            }
        }
        Object[] n = nodes;
        for (i -= size; i <= mask; i++) {
            if (n[2 * i + 1] != null) {
                return size + i;
            }
        }
        return -1;
    }

    public Object keyAt(int position) {
        return position < size ? Lua.box(position + 1) : nodes[2 * (position - size)];
    }

    public @Nullable Object valueAt(int position) {
        return position < size ? getInt(position + 1) : nodes[2 * (position - size) + 1];
    }

    /** Changes whenever positions may have moved. */
    public Object layout() {
        return nodes;
    }

    public int arraySize() {
        return size;
    }

    /** The array part's own numbers when it holds nothing else, for the sorting of them. */
    public double @Nullable [] numbersOrNull() {
        return numbers;
    }
}
