/// Parts of a runbook as people write them, and what a person would say that is run of each: `EFFECT [DIRECTORY] LINE needs NAMES`, one a
/// step, `none` for what is left to a person. The truths were written down before any of them was read by the program.
struct WrittenPart: Sendable {
    let body: String
    let truth: [String]

    init(_ body: String, _ truth: String...) {
        self.body = body
        self.truth = truth
    }

    /// A block alone.
    static func fence(_ script: String, _ truth: String...) -> WrittenPart { WrittenPart("```bash\n\(script)\n```", truth) }

    private init(_ body: String, _ truth: [String]) {
        self.body = body
        self.truth = truth
    }

    // MARK: What the shell is told, and where it stands

    static let shells: [WrittenPart] = [
        .fence("set -e\ncd /srv/a\nls", "read [/srv/a] ls"), .fence("set -o pipefail; ls | wc -l", "read ls | wc -l"),
        .fence("cd /srv/a\nls\ncd -\nls", "read [/srv/a] ls", "unknown [/srv/a] cd -\nls"),
        .fence("unset DOCKER_HOST\ndocker ps", "unknown docker ps"), .fence("A=1\nls", "read ls"),
        .fence("A=/srv/x\nls $A", "read ls /srv/x"),
        .fence("export A=/srv/x\nls ${A}", "read ls /srv/x"), .fence("cd /srv && cd a && ls", "read [/srv/a] ls"),
        .fence("cd /srv || exit 1\nls", "read [/srv] ls"), .fence("cd /srv || return $?\nls", "read [/srv] ls"),
        .fence("cd x || exit_cleanly.sh\nls", "unknown cd x || exit_cleanly.sh\nls"),
        .fence("cd x || exit 1 2\nls", "unknown cd x || exit 1 2\nls"), .fence("cd x || exit now\nls", "unknown cd x || exit now\nls"),
        .fence("cd x || exit 1 && ls", "unknown cd x || exit 1 && ls"), .fence("ls # if needed", "read ls # if needed"),
        .fence("if true; then ls; fi", "unknown if true; then ls; fi"), .fence("ls /srv/$(cat name)", "unknown ls /srv/$(cat name)"),
        WrittenPart("1. Go there: `cd /srv/a`\n2. Look: `ls -l`", "none", "read [/srv/a] ls -l"),
        WrittenPart("```bash\ncd /srv/a\nls\n```\n\nThen:\n\n```bash\nrm -rf old\n```", "read [/srv/a] ls", "destroy [/srv/a] rm -rf old"),
        WrittenPart(
            "1. First:\n   ```bash\n   cd /srv/a\n   ls\n   ```\n2. Then: `cd b && ls`\n3. Last: `ls -a`", "read [/srv/a] ls",
            "read [/srv/a/b] ls", "read [/srv/a/b] ls -a"),
        WrittenPart(
            "```bash\ncd /srv/other\n```\n\n```bash\ndocker compose up -d\n```", "none", "unknown [/srv/other] docker compose up -d"),
        WrittenPart("```bash\nD=/srv/x\nls $D\n```\n\n```bash\nls $D/y\n```", "read ls /srv/x", "read ls /srv/x/y"),
        WrittenPart("```bash\nexport DOCKER_HOST=tcp://x\nls\n```\n\n```bash\ndocker ps\n```", "unknown ls", "unknown docker ps"),
        WrittenPart(
            "```bash\ncd \"$(mktemp -d)\"\nls\n```\n\n```bash\nrm -rf data\n```", "unknown cd \"$(mktemp -d)\"\nls", "none rm -rf data"),
        WrittenPart("```bash\ncd ~/x\nls\n```\n\n```bash\ncd /srv/y\nls\n```", "unknown cd ~/x\nls", "read [/srv/y] ls"),
    ]

    // MARK: Elsewhere

    static let elsewhere: [WrittenPart] = [
        .fence("ssh web1 # log in first\nrm -rf /srv/x", "none ssh web1 # log in first\nrm -rf /srv/x"),
        .fence("sudo -iu postgres\nrm x", "none sudo -iu postgres\nrm x"),
        .fence("sshpass -p x ssh web1\nrm x", "none sshpass -p x ssh web1\nrm x"),
        .fence("k exec -it api-0 -- sh\nrm x", "none k exec -it api-0 -- sh\nrm x"),
        .fence("make shell\nrm x", "none make shell\nrm x"), .fence("script\nrm x", "none script\nrm x"),
        .fence("bin/console\nx", "none bin/console\nx"),
        .fence("make restart\nls", "unknown make restart", "read ls"),
        .fence("psql | tee out\nSELECT 1;", "none psql | tee out\nSELECT 1;"),
        .fence("uptime\nssh web1\nls\nexit", "read uptime", "none ssh web1\nls\nexit"),
        WrittenPart("1. `ssh web1`\n2. `rm -rf x`", "none ssh web1", "none rm -rf x"),
        WrittenPart(
            "1. Log in: `ssh web1`\n2. Stop it: `systemctl stop x`\n3. Leave with `exit`\n4. Look: `ls -l`", "none ssh web1",
            "none systemctl stop x", "none", "read ls -l"),
        WrittenPart("1. Edit: `vim .env`\n2. Look: `ls -l`", "none vim .env", "read ls -l"),
        WrittenPart("```bash\nssh web1\nls\nexit\n```\n\n```bash\nls\n```", "none ssh web1\nls\nexit", "read ls"),
        WrittenPart("```bash\ndocker exec -it db bash\n```\n\n```bash\nrm -rf /x\n```", "none docker exec -it db bash", "none rm -rf /x"),
        WrittenPart("Inside the container run:\n```bash\nrm -rf /x\n```", "none rm -rf /x"),
        WrittenPart("From the bastion:\n\n```bash\nssh web1 uptime\n```", "none ssh web1 uptime"),
        WrittenPart("1. On the server, run `rm -rf /x`", "none rm -rf /x"),
        WrittenPart("1. Run `rm -rf /x` on the server", "none rm -rf /x"),
        WrittenPart("1. In the container: `docker exec api ls /x`", "unknown docker exec api ls /x"),
        WrittenPart("1. Look at the server: `ls -l`", "none ls -l"),
        WrittenPart("1. Restart the api container: `docker restart api`", "change docker restart api"),
        WrittenPart("1. In the container logs, look for errors: `docker logs --tail 5 api`", "read docker logs --tail 5 api"),
        WrittenPart("1. On this server, run `ls -l`", "read ls -l"),
        WrittenPart("1. On web1, run `rm x`\n2. Look: `ls -l`", "none rm x", "read ls -l"),
        WrittenPart("1. In the redis console: `ls -l`", "none ls -l"),
        .fence("ls\n# On the bastion:\nrm x", "read ls", "none rm x"), WrittenPart("1. Open `psql`\n2. Then `rm x`", "none", "none rm x"),
        WrittenPart("1. Log in: `ssh web1`\n2. Back on your machine, look: `ls -l`", "none ssh web1", "read ls -l"),
        WrittenPart("1. SSH to web1 and run `rm -f x`\n2. Then `rm -f y`", "none rm -f x", "none rm -f y"),
        WrittenPart("1. Log in to the bastion\n2. Then `rm -f y`", "none", "none rm -f y"),
        WrittenPart("1. Exec into the api pod, then run `rm -f x`", "none rm -f x"),
        WrittenPart("1. Log in to Grafana\n2. Then `rm -f y`", "none", "destroy rm -f y"),
        WrittenPart("1. Connect to web1: `ssh web1 uptime`\n2. Then `rm -f y`", "unknown ssh web1 uptime", "destroy rm -f y"),
        .fence(
            "POD=$(kubectl get pods)\nkubectl exec -it \"$POD\" -- /bin/bash\nrm -rf /app/tmp", "unknown POD=$(kubectl get pods)",
            "none kubectl exec -it \"$POD\" -- /bin/bash\nrm -rf /app/tmp"),
        .fence(
            "C=$(docker ps -q)\nls $C\ndocker exec -it $C psql\nDROP TABLE x;", "unknown C=$(docker ps -q)\nls $C",
            "none docker exec -it $C psql\nDROP TABLE x;"),
        .fence("source ips\nssh ubuntu@$IP\nrm x", "unknown source ips", "none ssh ubuntu@$IP\nrm x"),
        .fence("DB=$(cat name)\nsqlite3 $DB\nrm x", "unknown DB=$(cat name)", "none sqlite3 $DB\nrm x"),
        .fence("DB=$(cat name)\nsqlite3 $DB 'SELECT 1'\nrm x", "unknown DB=$(cat name)\nsqlite3 $DB 'SELECT 1'\nrm x"),
        .fence("go(){ bash; }\ngo\nrm x", "none go(){ bash; }\ngo\nrm x"),
        .fence("function go {\n  ssh web1\n}\ngo\nrm x", "none function go {\n  ssh web1\n}\ngo\nrm x"),
        .fence("alias go='ssh web1'\ngo\nrm x", "none alias go='ssh web1'\ngo\nrm x"),
        .fence("for h in a b; do ssh $h; done\nrm x", "none for h in a b; do ssh $h; done\nrm x"),
        .fence("for h in a b; do ssh $h 'a; bash'; done", "unknown for h in a b; do ssh $h 'a; bash'; done"),
        .fence("for h in a; do # don't\n  ssh $h\ndone\nrm x", "none for h in a; do # don't\n  ssh $h\ndone\nrm x"),
        .fence("if true; then echo x | psql; fi", "unknown if true; then echo x | psql; fi"),
        .fence("S=ssh\n$S web1\nrm x", "none $S web1\nrm x"),
        .fence("X=$(cat y)\n# On the bastion:\nrm $X", "unknown X=$(cat y)", "none rm $X"),
        .fence("ssh -f -N -L 1:x:2 web1\nls", "unknown ssh -f -N -L 1:x:2 web1", "read ls"),
    ]

    /// Words that hold for a list, for a second block and for what hangs on an item.
    static let placesAbove: [WrittenPart] = [
        WrittenPart("On web3:\n\n- `rm x`\n- `rm y`\n\nThen look:\n\n- `ls -l`", "none rm x", "none rm y", "read ls -l"),
        WrittenPart("On the primary, run these:\n1. `rm x`\n2. Then `rm y`", "none rm x", "none rm y"),
        WrittenPart(
            "On the primary, run:\n```bash\nrm x\n```\n```bash\nrm y\n```\n\nThen:\n```bash\nls\n```", "none rm x", "none rm y", "read ls"),
        WrittenPart("1. On web3:\n   - `rm x`\n   - `rm y`\n2. Look: `ls -l`", "none rm x", "none rm y", "read ls -l"),
        WrittenPart(
            "All commands below are run on the primary database server.\n\n1. `rm x`\n2. `rm y`\n\nThen:\n```bash\nrm z\n```", "none rm x",
            "none rm y", "none rm z"),
        WrittenPart("The following steps must be executed inside the toolbox pod:\n\n1. `rm x`", "none rm x"),
        WrittenPart("**Note:** all commands run on the bastion.\n\n1. `ssh web1 uptime`\n2. `rm y`", "none ssh web1 uptime", "none rm y"),
        WrittenPart("Never run the commands below on the standby.\n\n1. `ls -l`", "read ls -l"),
        WrittenPart("SSH to the primary and run:\n```bash\nrm x\n```", "none rm x"),
        WrittenPart("Connect to the primary:\n```bash\nssh db1 uptime\n```\n\n```bash\nls\n```", "unknown ssh db1 uptime", "read ls"),
        WrittenPart("Log in to the master node and execute\n```bash\nrm x\n```", "none rm x"),
        WrittenPart("You should now have a shell inside the container.\n\n1. `rm x`", "none rm x"),
        .fence("ls\n# on db1:\nrm x", "read ls", "none rm x"), .fence("# [db1]\nrm x", "none rm x"),
        .fence("# [optional]\nls", "read ls"), .fence("# on sda1:\nls", "read ls"),
        WrittenPart("1. As the `postgres` user: `rm x`", "none rm x"), WrittenPart("1. Run `rm x` as the `postgres` user", "none rm x"),
        WrittenPart("1. As the postgres user: `sudo -u postgres ls`", "unknown sudo -u postgres ls"),
        WrittenPart("1. Run `ls -l` as the root user", "read ls -l"),
        WrittenPart("1. From a pod in the cluster: `rm x`", "none rm x"), WrittenPart("1. On each worker, one by one: `rm x`", "none rm x"),
        WrittenPart("1. Using the bastion, `ssh web1 uptime`", "none ssh web1 uptime"),
    ]

    // MARK: Taken back, and only warned of

    static let behind: [WrittenPart] = [
        WrittenPart("```bash\nls\nrm x\n```\n\nThe command above is kept for historical reasons only, do not run it."),
        WrittenPart("```bash\nrm x\n```\n\n^ never run the above on the primary."),
        WrittenPart("```bash\nls -a\n```\n\n```bash\nrm x\n```\n\nNever run the above.", "read ls -a"),
        WrittenPart("1. Restart:\n   ```bash\n   ls\n   ```\n   Do not restart more than one node at a time.", "read ls"),
        WrittenPart("1. Restart:\n   ```bash\n   ls\n   ```\n   Warning: never `touch bad` here.", "read ls"),
        WrittenPart("1. Restart:\n   ```bash\n   ls\n   ```\n   You should see usage go below 80%.", "read ls"),
        WrittenPart("1. Restart:\n   ```bash\n   ls\n   ```\n   Expected output: empty.", "read ls"),
    ]

    // MARK: Output

    static let output: [WrittenPart] = [
        .fence("redis-cli PING\nPONG", "read redis-cli PING"), .fence("ls -l\ntotal 0\ndrwxr-xr-x 2 root root 0 kill", "read ls -l"),
        .fence("FROM busybox\nRUN rm x"), .fence("SELECT 1;\nDROP TABLE x;"),
        .fence("mysql> DROP TABLE x;"), .fence("systemctl is-active api\nactive", "read systemctl is-active api"), .fence("OK"),
        .fence("{\n  \"a\": 1\n}"), .fence("Error: no space left\nkill 1"),
        .fence("kubectl get pods\nNAME    READY   STATUS\napi-0   1/1     Running", "read kubectl get pods"),
        .fence("curl -I http://localhost/\nHTTP/1.1 200 OK\nServer: x", "read curl -I http://localhost/"),
        .fence("df -h /\nFilesystem Size\n/dev/vda1 50G\n\n# Then\nls", "read df -h /", "read ls"), .fence("ls\nOK\n\nrm x", "read ls"),
        .fence("127.0.0.1:6379> FLUSHALL"), .fence("sqlite> .tables"), .fence("(nil)"),
        .fence("(3 rows)"), .fence("redis-cli INFO\nused_memory:1000", "read redis-cli INFO"),
        .fence("psql -c 'SELECT 1'\n ?column?\n----------\n        1\n(1 row)", "unknown psql -c 'SELECT 1'"), .fence("jarvis is running"),
        .fence("✔ Container api  Started"), .fence("vm.swappiness = 60"), .fence("api  | Started server"),
        .fence("docker: Error response from daemon"),
        .fence("acmectl drain all the", "unknown acmectl drain all the"), .fence("{ ls; pwd; }", "unknown { ls; pwd; }"),
        .fence("[ -f x ] && ls", "unknown [ -f x ] && ls"),
        WrittenPart("1. Run `SELECT pg_reload_conf();`", "none"),
    ]

    // MARK: Places to fill in

    static let places: [WrittenPart] = [
        .fence("systemctl status your-app", "read systemctl status your-app needs your-app"),
        .fence("ls /srv/YOUR-APP-NAME", "read ls /srv/YOUR-APP-NAME needs YOUR-APP-NAME"),
        .fence("ls data/.../x", "read ls data/.../x needs …"), .fence("ls %NAME%", "read ls %NAME% needs NAME"),
        .fence("ls CHANGEME", "read ls CHANGEME needs CHANGEME"), .fence("ls TODO", "read ls TODO needs TODO"),
        .fence("ls backup-YYYY-MM-DD.db", "read ls backup-YYYY-MM-DD.db needs YYYY-MM-DD"),
        .fence("ls i-xxxxxxxx", "read ls i-xxxxxxxx needs xxxxxxxx"),
        .fence("ls backup_YYYYMMDD.db", "read ls backup_YYYYMMDD.db needs YYYYMMDD"),
        .fence("ls <your app>", "read ls <your app> needs your app"), .fence("ls $YOUR_APP", "read ls $YOUR_APP needs YOUR_APP"),
        .fence("ls /srv/your_tenant/x", "read ls /srv/your_tenant/x needs your_tenant"),
        .fence("ping -c 1 api.example.com", "unknown ping -c 1 api.example.com needs api.example.com"),
        .fence("kill -9 PID", "destroy kill -9 PID needs PID"), .fence("ls [your app]", "read ls [your app] needs your app"),
        .fence("date +%Y-%m-%d", "read date +%Y-%m-%d"), .fence("find . -name '*.log'", "read find . -name '*.log'"),
        .fence("date +%FT%T", "read date +%FT%T"), .fence("grep TODO app.log", "read grep TODO app.log"),
        .fence("git log --oneline a...b", "unknown git log --oneline a...b"),
        .fence("docker logs --tail 5 CONTAINER", "read docker logs --tail 5 CONTAINER needs CONTAINER"),
        .fence("ls @HOST@", "read ls @HOST@ needs HOST"),
        .fence("ls app:X.Y.Z", "read ls app:X.Y.Z needs X.Y.Z"),
        .fence("curl http://localhost:8000/jobs/:id", "read curl http://localhost:8000/jobs/:id needs id"),
        .fence("ls <...>", "read ls <...> needs …"),
        .fence("cat /path/to/file", "read cat /path/to/file needs /path/to/file"),
        .fence("docker stop container_name", "destroy docker stop container_name needs container_name"),
        .fence("ls your-app.log", "read ls your-app.log needs your-app"),
        .fence("ls yourserver.com", "read ls yourserver.com needs yourserver.com"), .fence("ls container-names", "read ls container-names"),
    ]
}
