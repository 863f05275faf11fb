/// Whether a line could be a command at all: runbooks keep output, tables and messages in the same blocks as commands.
enum CommandShape {
    static func isSurelyNone(_ statement: ShellStatement) -> Bool { isSurelyNone(statement.text) }

    /// JSON, a table, a log, a list, a sentence's colon, what a program answers: no shell would find a program there.
    static func isSurelyNone(_ text: String) -> Bool {
        let line = text.prefix { $0 != "\n" }
        guard let first = line.first else { return true }
        if "]}|\"'+=*<>,)".contains(first) { return !(first == "\"" || first == "'") || line.hasSuffix(",") || line.contains("\":") }
        // Programs have ASCII names: bullets, lines of a frame, ticks.
        if !first.isASCII { return first != "…" }
        if line.hasPrefix("---") || line.hasPrefix("===") || line.hasPrefix("...") { return true }
        let words = line.spacedWords
        guard let word = words.first else { return true }
        // `Severity: high`, `replicas: 3`, `- name`, `10:42:07`, `2026-01-31T…`, `[INFO]`, `{"status"`.
        if word.hasSuffix(":"), word != ":" { return true }
        if word == "-" || word == "•" || word.hasPrefix("{\"") || word.hasPrefix("[{") { return true }
        if word == "{" && text.contains("\":") || line == "[" { return true }
        if let digit = word.first, digit.isNumber { return !word.contains("/") }
        if word.hasPrefix("["), word != "[", word != "[[" { return true }
        return isHeader(line) || Answer.isOne(text, words)
    }

    /// A table's head: capitals in columns.
    private static func isHeader(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        guard words.count > 1, line.contains("  ") else { return false }
        return words.allSatisfy { word in word.allSatisfy { $0.isUppercase || $0.isNumber || "/%()-_.".contains($0) } }
    }

    /// Without a label, every line must look like a program with its words.
    static func couldBeCommand(_ statement: ShellStatement) -> Bool {
        if isSurelyNone(statement.text) { return false }
        if statement.isCompound, !statement.hasHereDocument, statement.commandWords.isEmpty == false {
            return statement.commandWords.allSatisfy(isProgram)
        }
        guard let first = statement.commandWords.first else { return !statement.assigned.isEmpty || statement.isCompound }
        let words = statement.text.prefix { $0 != "\n" }.spacedWords
        if ShellScanner.assignedName(first) != nil { return true }
        if reads(likeProse: words) || looksLikeColumns(statement.text) { return false }
        if isProgram(first) { return true }
        // A program that nobody listed shows itself by an option or a path.
        guard first.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || "_-./".contains($0)) }),
            first.first?.isLetter == true || first.contains("/")
        else {
            return false
        }
        return first.contains("/") || words.dropFirst().contains { $0.hasPrefix("-") && $0.count > 1 || $0.hasPrefix("/") }
    }

    static func isProgram(_ word: String) -> Bool {
        let name = String(word.split(separator: "/").last ?? "")
        return KnownPrograms.names.contains(name) || word.hasPrefix("./") || word.hasPrefix("/") && !word.dropFirst().isEmpty
            || word.hasPrefix("$")
    }

    private static let little: Set<Substring> = [
        "is", "are", "was", "were", "the", "a", "an", "and", "or", "but", "to", "of", "by", "it", "this", "that", "we", "you", "please",
        "has", "have", "will", "should", "be", "been", "with", "from", "on", "at", "our", "your", "not", "all", "old", "today", "then",
        "after", "before", "until",
    ]

    /// Two or more little words of English, or a full stop at the end.
    private static func reads(likeProse words: [Substring]) -> Bool {
        guard words.count > 2, !words.contains(where: { $0.hasPrefix("-") && $0.count > 1 }) else { return false }
        if let last = words.last, last.hasSuffix("."), last.count > 2, !last.contains("/") { return true }
        return words.dropFirst().contains { little.contains($0) } && !words.contains { "/$|=\"'".contains($0.first ?? " ") }
    }

    /// Words set apart by runs of spaces: a listing.
    private static func looksLikeColumns(_ text: String) -> Bool {
        let line = text.prefix { $0 != "\n" }
        guard !line.contains("-"), !line.contains("\""), !line.contains("'"), !line.contains("#") else { return false }
        return line.contains("  ") && !line.contains("|")
    }
}

/// Names of programs that stand in runbooks. Being here says only that a line may be a command, and nothing of what it does.
enum KnownPrograms {
    static let names: Set<String> = Set(
        """
        ab ansible ansible-playbook apt apt-get aptitude aws awk az base64 bash bc brew bundle bunzip2 bzip2 cargo cat cd certbot chgrp chmod chown chronyc clear cmp comm \
        composer consul cp crictl crontab ctr curl cut date dd deno df dig diff dmesg dnf docker docker-compose dpkg du echo egrep emacs env etcdctl eval exit \
        export false fdisk fgrep find flyctl free fsck fuser gcloud getent git go gpg gradle grep groups gunzip gzip haproxy head helm heroku host hostname hostnamectl \
        htop http id ifconfig install iostat iotop ip iptables java jcmd jmap journalctl jps jq jstack k9s kafka-topics.sh kill killall kubectl kubectx kubens last \
        ldapsearch less ln locate logger login logrotate ls lsblk lscpu lsmod lsof lspci lvs make man md5sum mkdir mkfs modprobe mongo mongodump mongorestore mongosh more mount \
        mpstat mtr mv mvn mysql mysqladmin mysqldump nano nats nc ncat netstat nft nginx nice nmap node nohup nomad npm npx nsenter nslookup ntpq oc openssl parted \
        passwd patch perl pg_basebackup pg_ctl pg_dump pg_dumpall pg_isready pg_restore pgrep php pidof ping ping6 pip pip3 pkill pm2 podman poetry popd printenv printf ps psql \
        pushd pvs pwd python python3 rabbitmqctl rake rails read readlink realpath reboot redis-cli redis-server renice rm rmdir route rpm rsync ruby sar scp screen sed \
        sentinel seq service set sftp sh sha256sum shred shutdown sleep smartctl snap sort source split sqlite3 ss ssh ssh-keygen stat strace su sudo supervisorctl \
        swapoff swapon sync sysctl systemctl systemd-analyze tail tar tcpdump tee telnet terraform test time timedatectl timeout tmux top touch tr traceroute tracepath true truncate \
        ufw ulimit umount unalias uname uniq unset unzip uptime uvicorn vacuumdb vault vgs vi vim virsh vmstat w watch wc wget which who whoami xargs yarn yq yum zcat zip zfs \
        zpool zsh . : [ [[ gunicorn celery alembic flask django-admin uv pytest solana nats-server jarvis-ops cosign skopeo buildah trivy kustomize istioctl linkerd argocd flux
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
