#!/bin/sh
# view.sh MOUNTPOINT FOLDER [read|write|device|hide PATH | link PATH TARGET]... -- COMMAND...
#
# Where there is no bubblewrap: the first process in namespaces of its own, with their rights. It makes a root that holds
# nothing but the paths, moves into it, gives all rights up and runs the command, whose words it only passes on.
set -eu
# Meant for the program. This one ends with it, or when it is killed.
trap '' TERM
program_path=${PATH-/usr/bin:/bin}
PATH=/usr/sbin:/usr/bin:/sbin:/bin
root=$1 folder=$2
shift 2
mount -n -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root"

place() {
    if [ -d "$1" ]; then
        mkdir -p "$root$1"
    else
        mkdir -p "$root${1%/*}"
        [ -e "$root$1" ] || : > "$root$1"
    fi
}
# With what is mounted inside: each of them by itself.
read_only() {
    while read -r _ _ _ _ point _; do
        case $point in *\\*) point=$(printf %b "$point") ;; esac
        case $point in "$1" | "$1"/*) mount -n -o remount,bind,ro "$point" ;; esac
    done < /proc/self/mountinfo
}

mkdir "$root/proc" "$root/dev" "$root/tmp"
mount -n -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/tmp"
mkdir "$root/dev/shm"
mount -n -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/dev/shm"
for node in null zero full random urandom; do
    place "/dev/$node"
    mount -n --bind "/dev/$node" "$root/dev/$node"
done
ln -s /proc/self/fd "$root/dev/fd"
hidden=
while [ "$1" != -- ]; do
    kind=$1 path=$2
    shift 2
    case $kind in
    link)
        ln -s "$1" "$root$path"
        shift
        ;;
    hide)
        if [ -d "$root$path" ]; then
            mount -n -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root$path"
            hidden="$hidden$root$path
"
        else
            # A device that cannot be opened.
            mount -n --bind /dev/null "$root$path"
            mount -n -o remount,bind,ro,nodev "$root$path"
        fi
        ;;
    *)
        place "$path"
        mount -n --rbind "$path" "$root$path"
        [ "$kind" != read ] || read_only "$root$path"
        ;;
    esac
done
shift
printf %s "$hidden" | while read -r path; do mount -n -o remount,bind,ro "$path"; done

mount -n -t proc -o nosuid,nodev,noexec proc "$root/proc"
for name in sys sysrq-trigger irq bus fs; do
    [ -e "$root/proc/$name" ] || continue
    mount -n --bind "$root/proc/$name" "$root/proc/$name"
    mount -n -o remount,bind,ro "$root/proc/$name"
done
cd "$root"
mkdir .host
pivot_root . .host
cd /
umount -n -l /.host
rmdir /.host
mount -n -o remount,bind,ro /
cd "$folder"
setpriv --no-new-privs --bounding-set=-all --inh-caps=-all -- \
    env --default-signal=TERM,INT,QUIT -- "PATH=$program_path" "$@" &
exec 2>&- 3>&- 4>&-
wait $!
