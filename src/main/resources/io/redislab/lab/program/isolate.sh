# Runs in namespaces of its own (unshare): makes a root of the system's programs, which can't be changed, and the box, leaves
# the old root, gives up what power it has, and starts the words.   isolate.sh BOX INSIDE WORD…
set -e
path_of_program=$PATH
PATH=/usr/sbin:/usr/bin:/sbin:/bin
box=$1
inside=$2
shift 2
root=/tmp
mount --make-rprivate /
mkdir -p "$root" 2>/dev/null
# The box lies below /tmp as a rule, which is about to be covered.
exec 3<"$box"
mount -t tmpfs -o size=64m,mode=755 tmpfs "$root"
for path in /usr /bin /sbin /lib /lib32 /lib64 /nix/store /etc/alternatives /etc/ld.so.cache; do
    [ -e "$path" ] || continue
    mkdir -p "$root${path%/*}"
    if [ -L "$path" ]; then
        ln -s "$(readlink "$path")" "$root$path"
        continue
    elif [ -d "$path" ]; then
        mkdir -p "$root$path"
    else
        : >"$root$path"
    fi
    mount --bind "$path" "$root$path"
    # Somebody who is not root is not allowed this everywhere, but can't change these files anyway.
    mount -o remount,bind,ro "$root$path" 2>/dev/null || [ ! -w "$root$path" ]
done
mkdir -p "$root/dev" "$root/proc" "$root/tmp" "$root$inside" "$root/.old"
chmod 1777 "$root/tmp"
for device in null zero full random urandom; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"
mount -t proc proc "$root/proc"
mount --bind /proc/self/fd/3 "$root$inside"
exec 3<&-
cd "$root"
pivot_root . .old
umount -l /.old
rmdir /.old
cd "$inside"
if command -v setpriv >/dev/null; then
    set -- "$(command -v setpriv)" --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
fi
exec env PATH="$path_of_program" "$@"
