extension CommandCases {
    /// Programs whose words are more than options and names, and tail.
    static let language = CommandCases(
        #"""
        R find . -name x
        R tail -n 5 /var/log/syslog
        R test -f x && echo yes
        R grep -c x f || true
        R grep -rn error logs
        R tail -n 50 x.log
        R tail -50 x.log
        R tail -n +5 x.log
        R test -z "" && echo x
        R printf "%s\\n" x
        R find data -type f -mtime -1 -size +5M
        R find . -maxdepth 2 -name "*.log" -print
        R jq .a x.json
        R jq -r ".a[] | select(.b == \"x\") | .c" x.json
        R jq "keys" x.json
        R tail -n 5 data/mesh/outbox.jsonl
        R tail -f data/mesh/outbox.jsonl
        R jq "{a: .b, c: (.d | length)}" x.json
        R jq ".a.\"env\"" x.json
        U find . -exec rm x
        U tail -f /var/log/syslog
        U tail --pid=1 -f x
        U jq -n env
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
        U grep -r x ../../dev
        U grep -r x /
        U grep -r x /proc
        U grep -R x /sys
        U grep -r x /.
        U grep -r x /./proc
        U grep -r x /../dev
        U grep -rD read x /dev/
        U grep -f/dev/stdin x
        U test -v "a[0]"
        U test -v a
        U test -R x
        U printf -v a x
        U printf -v "a[0]" x
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
        U find . -newerXY
        U jq "{a: env}"
        """#)
}
