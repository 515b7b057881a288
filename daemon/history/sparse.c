#include "history/sparse.h"

static bool next_number(struct wb_sparse_reader *reader, uint64_t *ret_number)
{
	uint64_t number = 0;

	for (int shift = 0; shift < 64 && reader->at < reader->end;
	     shift += 7) {
		unsigned char byte = *reader->at++;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*ret_number = number;
			return true;
		}
	}
	reader->at = reader->end;
	return false;
}

bool wb_sparse_next(struct wb_sparse_reader *reader, uint32_t *ret_id,
                    int64_t *ret_amount)
{
	uint64_t id, folded;

	if (!next_number(reader, &id) || !next_number(reader, &folded)) {
		return false;
	}
	*ret_id = (uint32_t)id;
	*ret_amount = (int64_t)(folded >> 1 ^ (~(folded & 1) + 1));
	return true;
}

static int put_number(unsigned char *to, uint64_t number)
{
	int len = 0;

	while (number >= 0x80) {
		to[len++] = (unsigned char)(number | 0x80);
		number >>= 7;
	}
	to[len++] = (unsigned char)number;
	return len;
}

void wb_sparse_add(struct wb_buf *out, uint32_t id, int64_t amount)
{
	unsigned char bytes[20];

	if (amount == 0) {
		return;
	}
	uint64_t sign = amount < 0 ? UINT64_MAX : 0;
	int len = put_number(bytes, id);
	len += put_number(bytes + len, (uint64_t)amount << 1 ^ sign);
	wb_buf_add(out, bytes, (size_t)len);
}

struct side {
	struct wb_sparse_reader reader;
	bool more;
	uint32_t id;
	int64_t amount;
};

static void step(struct side *side)
{
	side->more = wb_sparse_next(&side->reader, &side->id, &side->amount);
}

static void pass(struct side *side, struct wb_buf *out)
{
	wb_sparse_add(out, side->id, side->amount);
	step(side);
}

void wb_sparse_sum(struct wb_sparse_reader a, struct wb_sparse_reader b,
                   struct wb_buf *out)
{
	struct side x = { .reader = a }, y = { .reader = b };

	step(&x);
	step(&y);
	while (x.more && y.more) {
		if (x.id < y.id) {
			pass(&x, out);
		} else if (y.id < x.id) {
			pass(&y, out);
		} else {
			wb_sparse_add(out, x.id,
			              (int64_t)((uint64_t)x.amount +
			                        (uint64_t)y.amount));
			step(&x);
			step(&y);
		}
	}
	while (x.more) {
		pass(&x, out);
	}
	while (y.more) {
		pass(&y, out);
	}
}
