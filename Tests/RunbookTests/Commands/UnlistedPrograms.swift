/// Lines of programs that are in no list: whatever they do, nobody proved that they read.
enum UnlistedPrograms {
    static let lines = text.split(separator: ";").map { $0.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }

    private static let text = """
        sudo ls; nohup ls; command ls; eval ls; make; vi .env; less x; watch ls; top; git status; iptables -F; dmesg -C; dmesg;
        hostname x; openssl x; сat x; split x; wall x; ping localhost; stdbuf ls; strace ls; setsid ls; date 010100002020; hostname
        evil; mount; umount /; dmesg --clear; dmesg -c; dmesg -w; sysctl -p; sysctl --system; sysctl -a; nslookup x; coproc ls; ｌｓ;
        lѕ; env ls; exec ls; builtin ls; source x; sh x; doas ls; xargs ls; unshare ls; ionice ls; unbuffer ls; parallel rm; unalias
        -a; exit; return; cd x; pushd x; disown; wait; read x; mapfile x; history -c; fc -s; wget http://localhost/x; telnet
        localhost; podman ps; nerdctl ps; crictl ps; git log; git stash; more x; man x; vim x; ed x; nano x; python3 x.py; python -i;
        python; tee x; tee; paste x; patch x; sftp x; unzip x; gzip x; gunzip x; zcat x; xz x; crontab -r; crontab x; at now; halt;
        poweroff; init 0; telinit 6; iptables -L; ufw disable; modprobe x; rmmod x; insmod x; swapoff -a; fdisk x; parted x; losetup
        x; blkdiscard x; sync; fsck x; useradd x; userdel x; passwd x; usermod x; visudo; npm install; make install; cargo run; gcc
        x; logger x; write x; mail x; sendmail x; gpg x; nmap x; ping x; traceroute x; htop; iotop; pidwait x; batch; expect x; yes
        """
}
