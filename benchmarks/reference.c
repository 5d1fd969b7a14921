/* The same games in plain C: one seed after the other, one fused loop over the coordinates. */

#include <math.h>

#define GAME(name)                                                                             \
    void name(long seeds, long rounds, long d, const double *restrict outcomes,                \
              const double *restrict rates, const double *restrict hyper,                      \
              double *restrict points, double *restrict first, double *restrict second,        \
              double *restrict losses)

/* Rates of a round, three numbers: step size, scale of the root, momentum (what Adam needs). */

static inline double clip(double x)
{
    x = x < -1.0 ? -1.0 : x;
    return x > 1.0 ? 1.0 : x;
}

static inline double ogd(double x, double g, double *m, double *v, const double *rate,
                         const double *hyper)
{
    return clip(x - rate[0] * g);
}

static inline double adagrad(double x, double g, double *m, double *v, const double *rate,
                             const double *hyper)
{
    *v += g * g;
    double size = sqrt(*v) + hyper[1];
    double move = hyper[2] * g / size;
    return clip(x - (size > 0.0 ? move : 0.0));
}

static inline double adam(double x, double g, double *m, double *v, const double *rate,
                          const double *hyper)
{
    *m = rate[2] * *m + (1.0 - rate[2]) * g;
    *v = hyper[0] * *v + (1.0 - hyper[0]) * g * g;
    double size = sqrt(*v) * rate[1] + hyper[1];
    double move = rate[0] * *m / size;
    return clip(x - (size > 0.0 ? move : 0.0));
}

#define SEEDS_AND_ROUNDS(width)                                                                \
    for (long s = 0; s < seeds; s++) {                                                         \
        double *restrict x = points + s * d, *restrict m = first + s * d;                      \
        double *restrict v = second + s * d;                                                   \
        double loss = losses[s];                                                               \
        for (long t = 0; t < rounds; t++) {                                                    \
            const double *restrict z = outcomes + (s * rounds + t) * (width);                  \
            const double *restrict rate = rates + 3 * t;

#define END                                                                                    \
        }                                                                                      \
        losses[s] = loss;                                                                      \
    }

#define LINEAR(learner)                                                                        \
    GAME(learner##_linear)                                                                     \
    {                                                                                          \
        SEEDS_AND_ROUNDS(d)                                                                    \
            for (long i = 0; i < d; i++) {                                                     \
                loss += z[i] * x[i];                                                           \
                x[i] = learner(x[i], z[i], m + i, v + i, rate, hyper);                         \
            }                                                                                  \
        END                                                                                    \
    }

#define QUADRATIC(learner)                                                                     \
    GAME(learner##_quadratic)                                                                  \
    {                                                                                          \
        SEEDS_AND_ROUNDS(d)                                                                    \
            for (long i = 0; i < d; i++) {                                                     \
                double away = x[i] - z[i];                                                     \
                loss += 0.5 * away * away;                                                     \
                x[i] = learner(x[i], away, m + i, v + i, rate, hyper);                         \
            }                                                                                  \
        END                                                                                    \
    }

#define LOGISTIC(learner)                                                                      \
    GAME(learner##_logistic)                                                                   \
    {                                                                                          \
        SEEDS_AND_ROUNDS(d + 1)                                                                \
            double u = 0.0, y = z[d];                                                          \
            for (long i = 0; i < d; i++)                                                       \
                u += z[i] * x[i];                                                              \
            double margin = y * u, tail = exp(-fabs(margin));                                  \
            double slope = -y * (margin > 0.0 ? tail / (1.0 + tail) : 1.0 / (1.0 + tail));     \
            loss += (margin < 0.0 ? -margin : 0.0) + log1p(tail);                              \
            for (long i = 0; i < d; i++)                                                       \
                x[i] = learner(x[i], slope * z[i], m + i, v + i, rate, hyper);                 \
        END                                                                                    \
    }

#define ALL(learner) LINEAR(learner) QUADRATIC(learner) LOGISTIC(learner)

ALL(ogd)
ALL(adagrad)
ALL(adam)
