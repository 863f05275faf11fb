extension CommandCases {
    /// Ordinary programs and their options.
    static let program = CommandCases(
        #"""
        R nice ls
        R time ls
        R find . -name x
        R cat .env 2>/dev/null
        R ls -l 2>&1
        R tail -n 5 /var/log/syslog
        R test -f x && echo yes
        R grep -c x f || true
        R ls -la
        R ls -l data | grep x | wc -l
        R cat x | head -n 5
        R grep -rn error logs
        R ps aux
        R ps aux | grep api
        R du -sh data
        R uptime
        R tail -n 50 x.log
        R tail -50 x.log
        R tail -n +5 x.log
        R test -z "" && echo x
        R echo "a b"
        R printf "%s\\n" x
        R sleep 5
        R sleep 1m
        R find data -type f -mtime -1 -size +5M
        R find . -maxdepth 2 -name "*.log" -print
        R nice -n 10 ls
        R id
        R whoami
        R uname -a
        R pgrep -f api
        R jq .a x.json
        R jq -r ".a[] | select(.b == \"x\") | .c" x.json
        R jq "keys" x.json
        R cat x 2>/dev/null
        R ls x 2>&1
        R ls x >/dev/null 2>&1
        R ls </dev/null
        R stat x
        R wc -l x
        R cut -d: -f1 x
        R true
        R pwd
        R tail -n 5 data/mesh/outbox.jsonl
        R tail -f data/mesh/outbox.jsonl
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
        U find . -exec rm x
        U tail -f /var/log/syslog
        U tail --pid=1 -f x
        U cp a b
        U sort -o .env x
        U uniq a .env
        U jq -n env
        U ln -sf a b
        U shred x
        U tail --pid=1 x
        U tail --pid 1 -n 5 x
        U tail -f x
        U tail -fn5 x
        U tail -5f x
        U tail -F x
        U tail --follow=name x
        U tail --retry x
        U tail --fol x
        U tail -n 5 -f x
        U tail -n -f x
        U tail -s 1 -f x
        U tail +5 x
        U tail /dev/watchdog
        U find . -exec rm x "+"
        U find . -delete
        U find . -name x -delete
        U find . -fprint f
        U find . -fprint0 f
        U find . -fprintf f x
        U find . -fls f
        U find -delete
        U find . -name -delete
        U find . -name "-delete" -o -delete
        U find -files0-from f -delete
        U find . -D exec
        U find -O3 . -delete
        U find /dev/ -type f
        U find . "-delete"
        U find . -"delete"
        U find . -de\lete
        U grep -r x /dev
        U grep -r x /
        U grep -r x /proc
        U grep -R x /sys
        U grep -r x /.
        U grep -r x /./proc
        U grep -r x /../dev
        U grep -rD read x /dev/
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
        U grep -f/dev/stdin x
        U test -v "a[0]"
        U test -v a
        U test -R x
        U printf -v a x
        U printf -v "a[0]" x
        U sleep infinity
        U sleep inf
        U sleep 1e9
        U sleep nan
        U sleep 999999
        U sleep 1 2
        U sleep -1
        U sleep 0x7fffffff
        U jq -n "env.HOME"
        U jq . -n --rawfile a .env
        U jq env x.json
        U jq -n input
        U jq -n "inputs"
        U jq "input_filename" x
        U jq -f x
        U jq --from-file x
        U jq -L . .
        U jq -i . x
        U jq --in-place . x
        U jq -n "..env"
        U jq -n "recurse"
        U jq -n "debug"
        U jq -n "halt"
        U jq "@sh" x
        U jq --arg a b . x
        U jq . /dev/watchdog
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
        U nice docker-compose ps
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
        """#)
}
