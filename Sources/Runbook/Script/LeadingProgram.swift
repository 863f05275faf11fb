/// Programs that take what follows for themselves, and when: the vocabulary of `Elsewhere`, with a line that leads there and one that
/// comes back by itself for each.
struct LeadingProgram {
    enum When {
        case always
        /// Given none of these options.
        case without([String])
        /// Given fewer operands than that, and none of the options; the values of some options are no operands.
        case below(Int, without: [String] = [], valued: [String] = [])
        /// These words stand beside each other, and none of the options is given.
        case phrase([String], without: [String] = [])
        /// Given one of these options.
        case option([String])
    }

    let names: [String]
    let place: String
    let when: When
    /// Lines that lead there, and lines that come back.
    let examples: (leads: [String], returns: [String])

    static let editor = "an editor"
    static let keys = "a program that waits for keys"
    static let container = "a container"
    private static let machine = "another machine"
    private static let database = "a database's prompt"
    private static let language = "a language's prompt"
    private static let terminal = "a terminal of its own"
    private static let shell = "a shell"
    private static let root = "another root"

    static let all: [String: [LeadingProgram]] = table.reduce(into: [:]) { all, program in
        for name in program.names { all[name, default: []].append(program) }
    }

    func leads(_ words: [String]) -> Bool {
        switch when {
        case .always: return true
        case .without(let options): return !has(words, options)
        case .below(let count, let options, let valued):
            var (operands, rest) = (0, words[...])
            while let first = rest.first {
                rest = rest.dropFirst(valued.contains(first) ? 2 : 1)
                // `>log` and `2>&1` are no operands.
                if !first.hasPrefix("-"), !first.contains(">") || first.hasPrefix("<") { operands += 1 }
            }
            return operands < count && !has(words, options)
        case .phrase(let phrases, let options):
            let text = " " + words.joined(separator: " ") + " "
            return phrases.contains { text.holds(" \($0) ") } && !has(words, options)
        case .option(let options): return has(words, options)
        }
    }

    private func has(_ words: [String], _ options: [String]) -> Bool {
        words.contains { word in
            options.contains { option in
                // `*.js` and `@*` stand for words that begin or end so.
                if option.hasPrefix("*") { return word.hasSuffix(option.dropFirst()) }
                if option.hasSuffix("*") { return word.hasPrefix(option.dropLast()) }
                return word == option || word.hasPrefix(option + "=")
                    || option.count == 2 && option.hasPrefix("-") && option != "--" && word.hasPrefix(option)
            }
        }
    }

    static let table: [LeadingProgram] = [
        // Other machines.
        .init(
            names: ["telnet", "ftp", "sftp", "lftp", "minicom", "login", "rlogin", "rsh", "cu", "evil-winrm"], place: machine,
            when: .without(["-b", "--version"]), examples: (["telnet db1 6379", "sftp ops@web1"], ["sftp -b batch web1"])),
        .init(
            names: ["nc", "ncat", "netcat", "socat"], place: machine, when: .without(["-z", "-zv", "-vz", "-zvw", "-h", "--version"]),
            examples: (["nc mail 25", "ncat -v db1 5432"], ["nc -z db1 5432", "nc -zv db1 5432", "echo stats | nc cache 11211"])),
        .init(
            names: ["openssl"], place: machine, when: .phrase(["s_client"]),
            examples: (["openssl s_client -connect web1:443"], ["openssl s_client -connect web1:443 </dev/null", "openssl x509 -in a.pem"])),
        .init(
            names: ["tsh"], place: machine,
            when: .below(3, without: ["ls", "status", "login", "logout", "scp", "-h"], valued: ["--proxy", "--cluster", "-l"]),
            examples: (["tsh ssh ops@web1", "tsh --proxy=p ssh web1"], ["tsh ls", "tsh ssh web1 uptime"])),
        .init(
            names: [
                "vagrant", "minikube", "docker-machine", "multipass", "fly", "flyctl", "colima", "limactl", "cf", "eb", "heroku", "az",
                "doctl", "railway", "dokku",
            ],
            place: machine,
            when: .phrase(
                ["ssh", "shell", "ssh console", "ps:exec", "run bash", "run sh", "run console", "run rails console"],
                without: ["-c", "-C", "--command", "--"]),
            examples: (
                ["vagrant ssh", "vagrant ssh web", "heroku run bash -a x", "multipass shell x", "fly ssh console"],
                ["vagrant ssh -c uptime", "vagrant status"]
            )),
        .init(
            names: ["gcloud"], place: machine,
            when: .phrase(["compute ssh", "sql connect", "cloud-shell ssh"], without: ["--command", "--"]),
            examples: (
                ["gcloud compute ssh web1 --zone z", "gcloud sql connect db"],
                ["gcloud compute ssh web1 --command uptime", "gcloud compute instances list"]
            )),
        .init(
            names: ["aws"], place: machine, when: .phrase(["start-session", "--interactive", "ec2-instance-connect ssh", "emr ssh"]),
            examples: (
                ["aws ssm start-session --target i-1", "aws ecs execute-command --cluster c --interactive --command /bin/sh"],
                ["aws ssm describe-sessions"]
            )),
        .init(
            names: ["aws-vault"], place: shell, when: .below(3, without: ["--", "ls", "list"]),
            examples: (["aws-vault exec prod"], ["aws-vault exec prod -- aws s3 ls"])),
        // Other roots.
        .init(
            names: ["su"], place: "a shell of another user", when: .without(["-c", "-lc", "--command"]),
            examples: (["su", "su - postgres", "sudo su -"], ["su -c ls x", "su - postgres -c ls"])),
        .init(names: ["newgrp", "sg"], place: shell, when: .without(["-c"]), examples: (["newgrp docker"], ["sg docker -c ls"])),
        .init(
            names: ["chroot", "unshare", "lxc-attach", "nsenter", "arch-chroot", "proot"], place: root,
            when: .below(2, valued: ["-t", "--target", "-n", "--name", "-S", "-G"]),
            examples: (["chroot /mnt", "nsenter -t 1 -m -u", "lxc-attach -n web"], ["chroot /mnt ls", "nsenter -t 1 -m ls /"])),
        .init(
            names: [
                "chroot", "unshare", "lxc-attach", "nsenter", "arch-chroot", "proot", "machinectl", "virsh", "lxc", "incus", "distrobox",
                "toolbox",
            ], place: root,
            when: .phrase(["bash", "sh", "/bin/bash", "/bin/sh", "zsh", "shell", "login", "console", "enter"], without: ["-c", "-lc"]),
            examples: (
                [
                    "chroot /mnt bash", "nsenter -t 1 -m sh", "incus exec web -- bash", "lxc exec web bash", "incus shell web",
                    "virsh console web", "lxc console web",
                ],
                ["incus list", "lxc exec web -- ls", "nsenter -t 1 -m sh -c ls"]
            )),
        .init(
            names: ["nomad"], place: container, when: .phrase(["alloc exec", "exec"]),
            examples: (["nomad alloc exec -i -t 1 /bin/sh"], ["nomad status"])),
        // Editors and pagers.
        .init(
            names: ["vi", "vim", "nvim", "view", "nano", "emacs", "pico", "ed", "mcedit", "visudo", "vipw", "sudoedit", "micro", "hx"],
            place: editor,
            when: .without(["--version", "-c", "-es", "-batch", "--batch"]),
            examples: (["vi /etc/hosts", "nano .env"], ["vim --version", "visudo -c"])),
        .init(names: ["crontab"], place: editor, when: .option(["-e"]), examples: (["crontab -e"], ["crontab -l"])),
        .init(names: ["systemctl"], place: editor, when: .phrase(["edit"]), examples: (["systemctl edit api"], ["systemctl status api"])),
        .init(
            names: ["git"], place: editor,
            when: .phrase(["rebase -i", "add -p", "commit"], without: ["--no-edit", "-m", "-am", "-F", "-C", "--message", "--file"]),
            examples: (["git rebase -i HEAD~2", "git commit"], ["git commit --amend --no-edit", "git commit -am x"])),
        .init(
            names: [
                "less", "more", "most", "man", "htop", "atop", "btop", "iotop", "iftop", "nmon", "glances", "ctop", "k9s", "lazydocker",
                "lazygit", "mc", "ncdu", "tig", "dry",
            ],
            place: keys, when: .without(["-b", "-w", "--version"]),
            examples: (["less app.log", "htop", "k9s"], ["journalctl -n 5 | less", "iotop -b -n 1"])),
        .init(names: ["top"], place: keys, when: .without(["-b", "-bn1", "-l"]), examples: (["top", "top -u jarvis"], ["top -b -n 1"])),
        // Terminals of their own.
        .init(names: ["tmux"], place: terminal, when: .below(1, without: ["-V"]), examples: (["tmux", "tmux -2"], ["tmux -V"])),
        .init(
            names: ["tmux", "byobu", "zellij"], place: terminal,
            when: .phrase(["attach", "a", "attach-session", "at", "new", "new-session", "new -A"], without: ["-d"]),
            examples: (["tmux attach -t work", "tmux new -s work"], ["tmux new -d -s work", "tmux ls"])),
        .init(
            names: ["screen"], place: terminal, when: .without(["-d", "-ls", "-list", "-X", "-v", "-dm", "-dmS"]),
            examples: (["screen", "screen -r work"], ["screen -ls", "screen -dmS x ls"])),
        .init(
            names: ["screen"], place: terminal, when: .option(["-r", "-R", "-x", "-dr", "-dR", "-dRR", "-DR"]),
            examples: (["screen -d -r work", "screen -dr work"], ["screen -ls"])),
        .init(
            names: ["script"], place: terminal, when: .without(["-c", "-qc", "--command", "--version"]),
            examples: (["script", "script session.log"], ["script -c ls x"])),
        // Databases.
        .init(
            names: ["psql", "pgcli"], place: database,
            when: .without(["-c", "-qc", "-tc", "-Atc", "-tAc", "-f", "-l", "--command", "--file", "--list", "--version", "-V", "--help"]),
            examples: (
                ["psql", "psql -U x jarvis", "sudo -u postgres psql"],
                ["psql -c 'SELECT 1'", "psql -lqt", "psql db -f x.sql", "psql <dump.sql"]
            )),
        .init(
            names: [
                "mysql", "mariadb", "mycli", "clickhouse-client", "cqlsh", "sqlplus", "sqlcmd", "isql", "tarantoolctl", "usql", "duckdb",
                "bq",
            ], place: database,
            when: .without([
                "-e", "-Nse", "-Be", "--execute", "-q", "-Q", "--query", "-f", "-i", "-c", "@*", "--version", "-V", "query", "ls", "show",
            ]),
            examples: (
                ["mysql", "mysql -u root -p", "sqlplus / as sysdba"], ["mysql -e 'SELECT 1'", "mysql db <dump.sql", "sqlplus x @report"]
            )),
        .init(
            names: ["mongo", "mongosh", "mongocli"], place: database, when: .without(["--eval", "--version", "-f", "--file", "*.js"]),
            examples: (["mongosh", "mongo db1/jarvis"], ["mongosh --eval 'db.stats()'", "mongo x.js"])),
        .init(
            names: ["sqlite3"], place: database,
            when: .below(2, without: ["--version", "-version", "-cmd"], valued: ["-separator", "-nullvalue"]),
            examples: (
                ["sqlite3", "sqlite3 data/jarvis.db", "sqlite3 -readonly x.db"], ["sqlite3 x.db 'SELECT 1'", "sqlite3 x.db <dump.sql"]
            )),
        .init(
            names: ["redis-cli", "valkey-cli", "keydb-cli"], place: database,
            when: .below(
                1,
                without: [
                    "--scan", "--bigkeys", "--memkeys", "--hotkeys", "--stat", "--latency", "--eval", "--rdb", "--pipe", "--cluster",
                    "--version", "--latency-history", "--latency-dist",
                ],
                valued: ["-h", "-p", "-n", "-a", "-u", "-s", "--user", "--pass", "--cert", "--key", "--cacert"]),
            examples: (["redis-cli", "redis-cli -h cache -p 6379"], ["redis-cli PING", "redis-cli -h cache PING", "redis-cli --scan"])),
        .init(
            names: [
                "influx", "cypher-shell", "etcdctl3", "vault-repl", "ksql", "presto", "trino", "hive", "beeline", "impala-shell",
                "spark-sql",
            ], place: database,
            when: .below(
                1, without: ["-execute", "--execute", "-e", "-f", "--file", "--version", "-version"],
                valued: ["-host", "-port", "-database", "-username", "-password", "-u", "-p"]),
            examples: (["influx", "influx -database jarvis"], ["influx -execute 'SHOW DATABASES'", "influx ping"])),
        // Languages.
        .init(
            names: [
                "python", "python2", "python3", "ipython", "bpython", "node", "deno", "bun", "irb", "pry", "iex", "erl", "ghci", "php",
                "bc", "R", "julia", "scala", "jshell", "lua", "swift", "spark-shell", "pyspark", "psysh",
            ],
            place: language, when: .below(1, without: ["-c", "-e", "-m", "-V", "-v", "-r", "-p", "--version", "--eval", "--print"]),
            examples: (["python3", "python3 -i", "node", "irb"], ["python3 x.py", "node -e '1'", "python3 -m json.tool", "python3 -V"])),
        .init(
            names: ["python", "python3", "manage.py", "django-admin", "flask", "artisan", "php", "wp", "drush"], place: language,
            when: .phrase(
                [
                    "manage.py shell", "manage.py dbshell", "manage.py shell_plus", "shell", "dbshell", "shell_plus", "tinker",
                    "artisan tinker",
                    "sql:cli",
                ], without: ["-c", "--command", "--version"]),
            examples: (
                ["python manage.py shell", "./manage.py dbshell", "php artisan tinker", "flask shell"],
                ["python manage.py migrate", "./manage.py shell -c 'x()'", "flask db upgrade"]
            )),
        .init(
            names: ["rails", "rake", "hanami", "iex"], place: language, when: .phrase(["console", "c", "dbconsole", "db", "-S mix"]),
            examples: (
                ["rails c", "bin/rails console", "bundle exec rails console", "iex -S mix"], ["rails db:migrate", "rake jobs:work"]
            )),
        .init(names: ["python", "python3"], place: language, when: .option(["-i"]), examples: (["python3 -i x.py"], ["python3 x.py"])),
        .init(names: ["console"], place: language, when: .below(1), examples: (["bin/console"], ["bin/console cache:clear"])),
        .init(
            names: ["gdb", "lldb", "delve", "dlv", "pdb", "jdb", "rr"], place: "a debugger",
            when: .without(["-batch", "--batch", "--version"]), examples: (["gdb -p 12", "gdb ./api core"], ["gdb -batch -ex bt -p 12"])),
        // Shells.
        .init(
            names: ["poetry", "pipenv", "hatch", "devbox", "pixi", "guix", "hermit"], place: shell, when: .phrase(["shell"]),
            examples: (["poetry shell", "pipenv shell"], ["poetry install", "poetry run ls"])),
        .init(
            names: ["nix-shell"], place: shell, when: .without(["--run", "--command", "--version"]),
            examples: (["nix-shell", "nix-shell -p jq"], ["nix-shell --run ls"])),
        .init(
            names: ["nix"], place: shell, when: .phrase(["develop", "shell"], without: ["-c", "--command"]),
            examples: (["nix develop"], ["nix develop -c ls", "nix build"])),
        .init(
            names: ["powershell", "pwsh", "wsl", "cmd", "xonsh", "nu", "elvish"], place: shell,
            when: .without(["-c", "-f", "-Command", "-File", "-e", "/c"]), examples: (["pwsh"], ["pwsh -Command ls"])),
        .init(
            names: ["make", "just", "task", "gmake", "invoke", "inv"], place: shell,
            when: .phrase([
                "shell", "bash", "sh", "console", "ssh", "psql", "mysql", "db-shell", "dbshell", "db-console", "redis-cli", "repl", "enter",
                "attach", "tinker", "docker-shell", "app-shell",
            ]),
            examples: (["make shell", "make -C deploy ssh"], ["make restart", "make test"])),
        .init(
            names: ["systemd-run"], place: shell, when: .option(["-t", "-S", "--pty", "--shell"]),
            examples: (["systemd-run --pty bash"], ["systemd-run ls"])),
    ]
}
