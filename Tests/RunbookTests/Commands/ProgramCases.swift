extension CommandCases {
    /// Ordinary programs and their options.
    static let program = CommandCases(
        #"""
        R nice ls
        R time ls
        R cat .env 2>/dev/null
        R ls -l 2>&1
        R ls -la
        R ls -l data | grep x | wc -l
        R cat x | head -n 5
        R ps aux
        R ps aux | grep api
        R du -sh data
        R uptime
        R echo "a b"
        R sleep 5
        R sleep 1m
        R nice -n 10 ls
        R id
        R whoami
        R uname -a
        R pgrep -f api
        R cat x 2>/dev/null
        R ls x 2>&1
        R ls x >/dev/null 2>&1
        R ls </dev/null
        R stat x
        R wc -l x
        R cut -d: -f1 x
        R true
        R pwd
        C touch x
        C chmod 000 data
        C JARVIS_USE_MESH_SYNC=1
        C export JARVIS_USE_MESH_SYNC=1
        C mkdir -p x
        C chmod 644 x
        C chown a:b x
        C nice touch x
        D /bin/rm -rf data
        D r\m -rf data
        D 'r'm -rf data
        D mv a b
        D truncate -s 0 data/mesh/outbox.jsonl
        D kill -9 1
        U cp a b
        U sort -o .env x
        U uniq a .env
        U ln -sf a b
        U shred x
        U cat /proc/kmsg
        U cat /proc/1/fd/0
        U cat /proc/self/fd/1
        U cat /sys/kernel/debug/tracing/trace_pipe
        U cat /dev//watchdog
        U cat /dev/./watchdog
        U cat ../dev/watchdog
        U cat /proc/1/root/dev/watchdog
        U head -c1 /dev/watchdog
        U wc -c /dev/watchdog
        U wc --files0-from=/dev/stdin
        U stat /dev/sda
        U sleep infinity
        U sleep inf
        U sleep 1e9
        U sleep nan
        U sleep 999999
        U sleep 1 2
        U sleep -1
        U sleep 0x7fffffff
        U ls *
        U ls ?
        U ls [a]
        U ls {a,b}
        U ls ~
        U ls a=~
        U ls ~root
        U ls '\x0D'
        U ls "\x0D"
        U ls '\x00'
        U ls "\x00x"
        U ls \\x0D
        U rm x
        U nice rm x
        U nice -n 5 rm x
        U nice -n5 ls
        U nice -5 ls
        U nice --adjustment=5 ls
        U nice
        U nice -n ls
        R nice docker-compose ps
        U nice sh -c ls
        U nice nice rm x
        U nice nice sudo ls
        U nice env ls
        U nice ./ls
        U nice -n 1 -n 2 ls
        U kill %1
        U sort -o x x
        U sort x -o y
        U sort --output=x y
        U sort --compress-program=rm x
        U sort -T /x y
        U uniq x y
        U truncate -s 0 x
        U dd if=x of=y
        U cp -n a b
        U cp -n -f a b
        U cp --no-clobber --remove-destination a b
        U mv -n a b
        U mv -n -f a b
        U ln -s a b
        U ln -n -sf a b
        U chmod -R 000 /
        U chmod 000 -R data
        U chmod --recursive 000 data
        U chown -R x /
        U chown -hR x y
        U chown --reference=a b
        U chmod --reference=a b
        U chmod -w .env
        U touch -d 1970-01-01 x
        U touch -t 197001010000 x
        U touch -r a b
        U mkdir -Z x y
        U kill -0 1
        U kill 1
        U pkill x
        U killall x
        U reboot
        U shutdown now
        U ls # x\x0Arm x
        U nice -n ls rm
        U nice -n 5
        """#)
}
