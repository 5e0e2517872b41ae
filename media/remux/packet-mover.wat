;; The two loops that touch every byte of a recording, with 16 bytes at a time (WebAssembly SIMD). scripts/build-packet-mover.ts
;; assembles it into packet-mover-module.ts; packet-mover.ts says what the functions do, and does the same without it.
(module
  (memory (import "arena" "memory") 1 65536 shared)

  ;; Moves the payloads of packets of 188 bytes from $at on to $end, as long as each begins with $header, in which the
  ;; continuity counter (bits 24 to 27) goes up by one from packet to packet. Returns the number of packets moved.
  (func (export "movePlain") (param $at i32) (param $count i32) (param $header i32) (param $end i32) (result i32)
    (local $moved i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $moved) (local.get $count)))
        (br_if $done (i32.ne (i32.load (local.get $at)) (local.get $header)))
        ;; 184 bytes = 11 × 16 + 8
        (v128.store offset=0 (local.get $end) (v128.load offset=4 (local.get $at)))
        (v128.store offset=16 (local.get $end) (v128.load offset=20 (local.get $at)))
        (v128.store offset=32 (local.get $end) (v128.load offset=36 (local.get $at)))
        (v128.store offset=48 (local.get $end) (v128.load offset=52 (local.get $at)))
        (v128.store offset=64 (local.get $end) (v128.load offset=68 (local.get $at)))
        (v128.store offset=80 (local.get $end) (v128.load offset=84 (local.get $at)))
        (v128.store offset=96 (local.get $end) (v128.load offset=100 (local.get $at)))
        (v128.store offset=112 (local.get $end) (v128.load offset=116 (local.get $at)))
        (v128.store offset=128 (local.get $end) (v128.load offset=132 (local.get $at)))
        (v128.store offset=144 (local.get $end) (v128.load offset=148 (local.get $at)))
        (v128.store offset=160 (local.get $end) (v128.load offset=164 (local.get $at)))
        (i64.store offset=176 (local.get $end) (i64.load offset=180 (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 188)))
        (local.set $end (i32.add (local.get $end) (i32.const 184)))
        (local.set $moved (i32.add (local.get $moved) (i32.const 1)))
        (local.set $header
          (i32.or
            (i32.and (local.get $header) (i32.const 0xf0ffffff))
            (i32.and (i32.add (local.get $header) (i32.const 0x01000000)) (i32.const 0x0f000000))))
        (br $next)))
    (local.get $moved))

  ;; The place of the first 00 00 01 from $at on; there must be one. In a byte of $found all bits are set if it begins there:
  ;; if this byte, the next one, and the one after that with its lowest bit turned, are all 0.
  (func (export "findStartCode") (param $at i32) (result i32)
    (local $zeros v128)
    (local $ones v128)
    (local $found v128)
    (local.set $ones (i8x16.splat (i32.const 1)))
    ;; 64 bytes a turn: a branch costs as much as 16 bytes do. Functions of WebAssembly are not inlined, hence four times.
    (loop $next
      (local.set $found
        (v128.or
          (v128.or
            (i8x16.eq
              (v128.or
                (v128.or (v128.load offset=0 (local.get $at)) (v128.load offset=1 (local.get $at)))
                (v128.xor (v128.load offset=2 (local.get $at)) (local.get $ones)))
              (local.get $zeros))
            (i8x16.eq
              (v128.or
                (v128.or (v128.load offset=16 (local.get $at)) (v128.load offset=17 (local.get $at)))
                (v128.xor (v128.load offset=18 (local.get $at)) (local.get $ones)))
              (local.get $zeros)))
          (v128.or
            (i8x16.eq
              (v128.or
                (v128.or (v128.load offset=32 (local.get $at)) (v128.load offset=33 (local.get $at)))
                (v128.xor (v128.load offset=34 (local.get $at)) (local.get $ones)))
              (local.get $zeros))
            (i8x16.eq
              (v128.or
                (v128.or (v128.load offset=48 (local.get $at)) (v128.load offset=49 (local.get $at)))
                (v128.xor (v128.load offset=50 (local.get $at)) (local.get $ones)))
              (local.get $zeros)))))
      (if (i32.eqz (v128.any_true (local.get $found)))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (br $next))))
    ;; One of these 64 bytes: which?
    (loop $next
      (local.set $found
        (i8x16.eq
          (v128.or
            (v128.or (v128.load offset=0 (local.get $at)) (v128.load offset=1 (local.get $at)))
            (v128.xor (v128.load offset=2 (local.get $at)) (local.get $ones)))
          (local.get $zeros)))
      (if (i32.eqz (v128.any_true (local.get $found)))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $next))))
    (i32.add (local.get $at) (i32.ctz (i8x16.bitmask (local.get $found)))))

  ;; Moves bytes; the two places may overlap.
  (func (export "move") (param $to i32) (param $from i32) (param $count i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $count))))
