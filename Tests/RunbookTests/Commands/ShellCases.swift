extension CommandCases {
    /// What a shell makes of a line: lists, redirections, substitutions, quotes, prefixes.
    static let shell = CommandCases(
        #"""
        U echo FLUSHALL | redis-cli
        U X=1 docker-compose ps
        U ls | xargs rm
        U echo x >> .env
        U echo x >| .env
        U echo x >& .env
        U echo x 1>.env
        U > .env
        U : > .env
        U cat < a > .env
        U cat a | tee .env
        U printf x > .env
        U ls > /dev/sda
        U cat < /dev/watchdog
        U cat < /dev/tcp/127.0.0.1/80
        U $(echo rm) x
        U ls $(rm x)
        U ls "$(rm x)"
        U ls && rm x
        U ls || rm x
        U ls & rm x
        U (rm x)
        U if true; then rm x; fi
        U ! rm x
        U ls <(rm x)
        U systemctl status x; systemctl stop y
        U ｒｍ -rf x
        U ls ; rm x
        U ./ls
        U /tmp/ls
        U set -a; ls
        U . .env
        U alias ls=rm; ls
        U unset PATH; ls
        U cd /tmp && ls
        U echo x | sh
        U echo x | bash
        U cat x | ssh h
        U tr a b < x
        U pgrep -f api | xargs kill
        U reboot now; ls
        U service "nginx; rm x" status
        U ip addr show; ip link set eth0 down
        U find . -exec rm {} ;
        U find . -exec rm x ";"
        U find . -execdir rm x ";"
        U find . -ok rm x ";"
        U find . -okdir rm x ";"
        U test "a[\$(rm x)]" -eq 1
        U jq -n "\$ENV"
        U jq -n "repeat(1)"
        U jq -n "[range(infinite)]"
        U jq -n "def f: f; f"
        U jq -n "\"\\(env)\""
        U jq -n "until(false; .)"
        U jq -n "while(true; .)"
        U jq -n "import \"x\" as x; 1"
        U cat < x
        U wc -l < x
        U cat <x >y
        U cat <> x
        U ls 3<x
        U cat <&3x
        U ls > x
        U ls >> x
        U ls 1> x
        U ls 2> x
        U ls &> x
        U ls &>> x
        U ls >| x
        U ls >& x
        U ls >&1x
        U ls 2>&1 > x
        U ls 2>&1>x
        U ls >"x"
        U ls >'/dev/null/../x'
        U ls > /dev/null/x
        U ls > /dev/nullx
        U ls 12> x
        U ls x>y
        U ls {fd}>x
        U ls >x&
        U ls >(rm x)
        U cat <<E
        U cat <<<x
        U cat <<-E
        U ls "`rm x`"
        U ls `rm x`
        U ls ${x:=y}
        U ls "${x@P}"
        U ls $((x=1))
        U ls $x
        U ls "$x"
        U ls $'x'
        U ls $"x"
        U ls &
        U ls & ls
        U (ls)
        U { ls; }
        U ! ls
        U !\x09ls
        U if ls; then ls; fi
        U while ls; do ls; done
        U for i in a; do ls; done
        U case x in x) ls;; esac
        U f() { ls; }
        U function f { ls; }
        U select x in a; do ls; done
        U /usr/bin/time -o f ls
        U until ls; do ls; done
        U [[ -f x ]]
        U [ -f x ]
        U ls 'x\x0A'; rm x
        U \u{200B}ls
        U \u{FEFF}ls
        U FOO=x ls
        U FOO=x BAR=y docker-compose ps
        U PATH=/tmp ls
        U PATH=/tmp; ls
        U LD_PRELOAD=/tmp/x.so ls
        U DOCKER_HOST=tcp://evil docker ps
        U COMPOSE_FILE=x docker-compose ps
        U COMPOSE_FILE=x; docker-compose up -d
        U export DOCKER_HOST=x; docker ps
        U export A=1 B=2
        U A+=1
        U A=1 B=2
        U A=$(rm x)
        U A=`rm x`
        U eval "ls"
        U . x
        U ls | tee x
        U ls | sh
        U ls | dd of=x
        U echo x | docker-compose -f - up -d
        U cat x | docker load
        U alias ls=rm
        U set -x; ls
        U cd /; ls
        U ../bin/ls
        U /bin/../tmp/ls
        U /usr/bin/../../tmp/curl http://localhost/
        U /usr/bin//../../tmp/curl http://localhost/
        U /bin/sub/curl http://localhost/
        U /opt/bin/docker-compose ps
        U /usr/local/bin/sub/docker ps
        U ~/ls
        U //tmp/ls
        U echo "DELETE FROM t" | sqlite3 db
        U tail -n 5 data/mesh/outbox.jsonl > x
        U 7z x y
        U ps aux | xargs kill
        U pgrep x | xargs kill
        U cat /etc/shadow > x
        U /bin/rm x
        U \rm x
        U "rm" x
        U 'r'm x
        U -rm
        U --
        U ""
        U #
        U # ls
        U : 
        U :
        U true; rm x
        U ls \\\x0A; rm x
        U ls 'a' ; 'rm' x
        U ls "a";rm x
        U echo a\;rm; rm x
        U echo 'a' || rm x
        U echo "a" && rm x
        U find . -mtime -1 -exec rm x ";"
        U jq ".a | env"
        U jq ". as \$x | \$x"
        U \u{FEFF}ls
        U \u{200B}ls
        """#)
}
