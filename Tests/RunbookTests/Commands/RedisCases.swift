extension CommandCases {
    /// redis-cli and the commands of Redis.
    static let redis = CommandCases(
        #"""
        R redis-cli PING
        R redis-cli INFO memory
        R redis-cli -h localhost -p 6379 -n 1 DBSIZE
        R redis-cli --scan --pattern "a:*"
        R redis-cli SLOWLOG GET 10
        R redis-cli CONFIG GET maxmemory
        R redis-cli MEMORY USAGE k
        R redis-cli OBJECT FREQ k
        R redis-cli CLIENT LIST
        R redis-cli TTL k && redis-cli GET k
        C redis-cli INCR a
        C redis-cli BGSAVE
        D redis-cli FLUSHDB
        D redis-cli -n 0 FLUSHDB ASYNC
        D redis-cli DEL a
        D redis-cli "FLUSHALL"
        D redis-cli --raw flushDB
        D redis-cli SET a b
        D redis-cli HSET a b c
        D redis-cli EXPIRE a 1
        U redis-cli EVAL "return redis.call('flushall')" 0
        U redis-cli --eval x.lua
        U redis-cli SCRIPT FLUSH
        U redis-cli CONFIG SET maxmemory 1
        U redis-cli CONFIG RESETSTAT
        U redis-cli CONFIG REWRITE
        U redis-cli DEBUG FLUSHALL
        U redis-cli CLIENT KILL TYPE normal
        U redis-cli SLOWLOG RESET
        U redis-cli LATENCY RESET
        U redis-cli SORT a STORE b
        U redis-cli GETEX a EX 1
        U redis-cli REPLICAOF NO ONE
        U redis-cli FAILOVER
        U redis-cli RESTORE k 0 x
        U redis-cli MONITOR
        U redis-cli PUBLISH x y
        U redis-cli BLPOP a 0
        U redis-cli XTRIM s MAXLEN 0
        U redis-cli FUNCTION FLUSH
        U redis-cli MODULE LOAD x
        U redis-cli BITOP AND d a b
        U redis-cli -r 10 INCR a
        U redis-cli --pipe
        U redis-cli KEYS "*" | xargs redis-cli DEL
        U redis-cli
        U redis-cli -x SET k
        U redis-cli -x GET k
        U redis-cli -x PING
        U redis-cli -X t SET k t
        U redis-cli --rdb x
        U redis-cli --functions-rdb x
        U redis-cli --eval x
        U redis-cli --bigkeys
        U redis-cli --memkeys
        U redis-cli --hotkeys
        U redis-cli --latency
        U redis-cli --intrinsic-latency 100
        U redis-cli --lru-test 10
        U redis-cli --stat
        U redis-cli --replica
        U redis-cli --cluster create x
        U redis-cli --ldb --eval x
        U redis-cli -r 5 PING
        U redis-cli -r -1 PING
        U redis-cli -i 1 PING
        U redis-cli -c DEL x
        U redis-cli -a x FLUSHALL
        U redis-cli --user x FLUSHALL
        U redis-cli --askpass PING
        U redis-cli --verbose PING
        U redis-cli -3 FLUSHALL
        U redis-cli -e FLUSHALL
        U redis-cli -d x FLUSHALL
        U redis-cli --no-raw FLUSHALL
        U redis-cli --raw DEL x
        U redis-cli --scan --pattern x DEL
        U redis-cli --scan --pattern x --count 5
        U redis-cli -n 0 --eval x
        U redis-cli -h
        U redis-cli -h x
        U redis-cli CONFIG SET dir /
        U redis-cli config set dir /
        U redis-cli CONFIG
        U redis-cli EVAL x 0
        U redis-cli EVAL_RO x 0
        U redis-cli EVALSHA x 0
        U redis-cli FCALL x 0
        U redis-cli FCALL_RO x 0
        U redis-cli FUNCTION LOAD x
        U redis-cli SCRIPT LOAD x
        U redis-cli SCRIPT KILL
        U redis-cli DEBUG SEGFAULT
        U redis-cli DEBUG SLEEP 100
        U redis-cli DEBUG OBJECT x
        U redis-cli DEBUG RELOAD
        U redis-cli MIGRATE h 1 k 0 1
        U redis-cli MOVE k 1
        U redis-cli COPY a b
        U redis-cli DUMP k
        U redis-cli RENAMENX a b
        U redis-cli SWAPDB 0 1
        U redis-cli SELECT 1
        U redis-cli SLAVEOF NO ONE
        U redis-cli REPLICAOF x 1
        U redis-cli CLUSTER RESET
        U redis-cli CLUSTER FAILOVER
        U redis-cli ACL SETUSER x
        U redis-cli ACL DELUSER x
        U redis-cli ACL LOG RESET
        U redis-cli CLIENT KILL x
        U redis-cli CLIENT PAUSE 1000
        U redis-cli CLIENT NO-EVICT on
        U redis-cli CLIENT UNPAUSE
        U redis-cli MEMORY PURGE
        U redis-cli OBJECT HELP
        U redis-cli SORT a
        U redis-cli SORT_RO a
        U redis-cli GETSET k v
        U redis-cli GETDEL k
        U redis-cli GETEX k PERSIST
        U redis-cli SETRANGE k 0 x
        U redis-cli SETBIT k 0 1
        U redis-cli BITFIELD k SET u8 0 1
        U redis-cli PFADD k x
        U redis-cli PFCOUNT k
        U redis-cli PFMERGE a b
        U redis-cli ZRANGESTORE a b 0 1
        U redis-cli ZPOPMIN k
        U redis-cli BZPOPMIN k 0
        U redis-cli LMOVE a b LEFT RIGHT
        U redis-cli BLMOVE a b LEFT RIGHT 0
        U redis-cli RPOPLPUSH a b
        U redis-cli SDIFFSTORE a b c
        U redis-cli SUNIONSTORE a b
        U redis-cli SMOVE a b c
        U redis-cli GEOADD k 1 1 x
        U redis-cli GEORADIUS k 0 0 1 m STORE x
        U redis-cli XREAD BLOCK 0 STREAMS s 0
        U redis-cli XREADGROUP GROUP g c STREAMS s 0
        U redis-cli XADD s "*" a b
        U redis-cli XDEL s 1
        U redis-cli XGROUP DESTROY s g
        U redis-cli XACK s g 1
        U redis-cli SUBSCRIBE x
        U redis-cli PSUBSCRIBE x
        U redis-cli SYNC
        U redis-cli PSYNC x 0
        U redis-cli WAIT 1 0
        U redis-cli RESET
        U redis-cli QUIT
        U redis-cli AUTH x
        U redis-cli HELLO 3
        U redis-cli COMMAND
        U redis-cli MULTI
        U redis-cli EXEC
        U redis-cli WATCH k
        U redis-cli BGREWRITEAOF
        U redis-cli SHUTDOWN NOSAVE
        U redis-cli EXPIREAT k 1
        U redis-cli PEXPIREAT k 1
        U redis-cli "GET x"
        U redis-cli " FLUSHALL"
        U redis-cli 5 FLUSHALL
        U redis-cli FLUSHALL ASYNC
        U redis-cli GET x | sh
        U redis-cli GET x | redis-cli -x SET y
        U redis-cli GET x > y
        U redis-cli GET x < y
        U redis-cli KEYS x | xargs redis-cli DEL
        U redis-cli SUBSTR k 0 1
        """#)
}
