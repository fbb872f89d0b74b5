package io.redislab.lua;

import java.util.LinkedHashMap;
import java.util.Map;

/** Times the hot cases, each in this order and several times; a tool for people, not a test. */
final class LuaTiming {
    private LuaTiming() {}

    public static void main(String[] args) {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put(
                "fib(27)",
                "local function fib(n) if n<2 then return n end return fib(n-1)+fib(n-2) end return fib(27)");
        cases.put("loop 10M", "local x=0 for i=1,10000000 do x=x+i end return x");
        cases.put("while 3M", "local i,x=0,0 while i<3000000 do i=i+1 if i%3==0 then x=x+1 end end return x");
        cases.put(
                "sort 100k",
                "local t={} local s=42 for i=1,100000 do s=(s*1103515245+12345)%2147483648 t[i]=s end table.sort(t) return t[1]");
        cases.put(
                "sort 100k by function",
                "local t={} local s=42 for i=1,100000 do s=(s*1103515245+12345)%2147483648 t[i]=s end table.sort(t,function(a,b) return a>b end) return t[1]");
        cases.put(
                "sort 100k strings",
                "local t={} local s=42 for i=1,100000 do s=(s*1103515245+12345)%2147483648 t[i]=tostring(s) end table.sort(t) return t[1]");
        cases.put("format 100k", "local s for i=1,100000 do s=string.format('%d:%s:%5.2f',i,'abc',i/3) end return s");
        cases.put(
                "gsub 20k",
                "local n=0 for i=1,20000 do local s,c=string.gsub('hello world from lua','(%w+)','<%1>') n=n+c end return n");
        cases.put(
                "table 300k",
                "local t={} for i=1,300000 do t[i]=i end local s=0 for i=1,300000 do s=s+t[i] end return s");
        cases.put(
                "string keys 300k",
                "local t={} for i=1,300000 do local k='key:'..(i%1000) t[k]=(t[k] or 0)+1 end return t['key:1']");
        cases.put("fields 1M", "local p={x=1,y=2} for i=1,1000000 do p.x=p.x+p.y end return p.x");
        cases.put("concat 200k", "local t={} for i=1,200000 do t[#t+1]='v'..i end return #table.concat(t,',')");
        cases.put(
                "closures 500k",
                "local function counter() local n=0 return function() n=n+1 return n end end local s=0 for i=1,500000 do local c=counter() c() s=s+c() end return s");
        cases.put(
                "methods 500k",
                "local C={} C.__index=C function C.add(self,v) self.n=self.n+v return self end local o=setmetatable({n=0},C) for i=1,500000 do o:add(i) end return o.n");
        cases.put(
                "pairs 300k",
                "local t={} for i=1,1000 do t['k'..i]=i end local s=0 for r=1,300 do for k,v in pairs(t) do s=s+v end end return s");
        cases.put(
                "ipairs 1M",
                "local t={} for i=1,1000 do t[i]=i end local s=0 for r=1,1000 do for i,v in ipairs(t) do s=s+v end end return s");
        cases.put("byte/char 200k", "local n=0 for i=1,200000 do n=n+string.byte(string.char(i%256)) end return n");
        cases.put(
                "sub 500k",
                "local s='abcdefghij' local n=0 for i=1,500000 do if s:sub(3,4)=='cd' then n=n+1 end end return n");
        cases.put("fib(27) again", cases.get("fib(27)"));
        cases.put("loop 10M again", cases.get("loop 10M"));
        cases.put("table 300k again", cases.get("table 300k"));
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        for (Map.Entry<String, String> c : cases.entrySet()) {
            if (args.length > 1 && !c.getKey().startsWith(args[1])) {
                continue;
            }
            StringBuilder line = new StringBuilder(String.format("%-24s", c.getKey()));
            for (int i = 0; i < rounds; i++) {
                LuaHarness harness = new LuaHarness();
                long start = System.nanoTime();
                String result = harness.run(c.getValue());
                line.append(String.format("%8.1f", (System.nanoTime() - start) / 1e6));
                if (result.startsWith("ERR")) {
                    line.append(result);
                }
            }
            System.out.println(line);
        }
        if (args.length > 2) {
            for (Map.Entry<String, String> c : cases.entrySet()) {
                System.out.println("CASE " + c.getKey() + "\t" + c.getValue());
            }
        }
    }
}
